import Foundation
import Measures
import NeuronPreferences
import SyntheticRuns
import TerminalUI
import Testing

@testable import Explorer

/// Questions about tokens, likeness and notes, and the way back from their answers.
@Suite struct QuestionTests {
  private func session() throws -> ExplorerSession {
    try TestSession.make(120, 40, run: Run.open([SyntheticRun.taggedFolder]))
  }

  /// The rows were asked for twice, first in the order of the table before.
  @Test(arguments: [Ranking.Question.token("film"), .likeness(row: 2, stage: 0)])
  func anAnswerIsArrangedOnce(question: Ranking.Question) throws {
    var state = try session().state
    let ranking = try Ranking(
      question, stage: state.shownStage, of: state.run.stages, reading: state.run.reading.number)
    let before = state.table.sort
    let requests = state.reduce(.finished(.ranked(ranking))).compactMap { effect in
      if case .arrange(let request) = effect { request } else { nil }
    }
    #expect(requests.count == 1 && requests.first?.sort == state.table.sort && state.table.sort != before)
    #expect(state.table.list == .ranked && state.table.before?.sort == before)
  }

  @Test func severalTokensAndPatternsAreOneQuestion() throws {
    let session = try session()
    func rows(_ text: String) -> Set<Int> {
      session.send(.findToken(text))
      session.waitUntilIdle()
      return Set(session.state.rowsShown)
    }
    let (film, comedy) = (rows("film"), rows("comedy"))
    #expect(!film.isEmpty && !comedy.isEmpty)
    #expect(rows("film|comedy") == film.union(comedy))
    #expect(rows("fil*").isSuperset(of: film))
    session.send(.findToken("film|comedy"))
    session.waitUntilIdle()
    let ranking = try #require(session.state.ranking)
    let pair = StagePair(from: 1, to: 2)
    for row in session.state.rowsShown {
      let (before, after) = (ranking.mass(ofRow: row, stage: 1) ?? 0, ranking.mass(ofRow: row, stage: 2) ?? 0)
      #expect(ranking.change(ofRow: row, pair) == after - before)
    }
    #expect(session.screen.contains("change"))
    session.press(": s o r t space t o k e n - c h a n g e : a s c enter")
    let changes = session.state.rowsShown.map { ranking.change(ofRow: $0, pair) ?? 0 }
    #expect(changes == changes.sorted())
  }

  @Test func likenessIsTheCosineOfMasses() throws {
    let session = try session()
    session.press("m =")
    let ranking = try #require(session.state.ranking)
    guard case .likeness(let row, 2) = ranking.question else {
      Issue.record("\(ranking.question)")
      return
    }
    let tokens = session.state.run.stages[2].snapshot.tokens
    func masses(_ row: Int) throws -> [Int: Double] {
      Dictionary(uniqueKeysWithValues: try tokens.preferences(ofRow: row).map { ($0.feature, $0.sum) })
    }
    func length(_ masses: [Int: Double]) -> Double { masses.values.reduce(0) { $0 + $1 * $1 }.squareRoot() }
    let own = try masses(row)
    #expect(!ranking.scores.isEmpty && ranking.scores[row] == nil)
    for (other, score) in ranking.scores {
      let theirs = try masses(other)
      let product = own.reduce(0) { $0 + $1.value * (theirs[$1.key] ?? 0) }
      #expect(abs(score - product / (length(own) * length(theirs))) < 1e-9)
    }
    let scores = session.state.rowsShown.map { ranking.scores[$0] ?? -1 }
    #expect(scores == scores.sorted(by: >))
  }

  /// Who does now what a neuron did before? Among them may be the neuron itself.
  @Test func likenessReachesFromStageToStage() throws {
    let session = try session()
    session.press("m : s i m i l a r space 1 enter")
    let ranking = try #require(session.state.ranking)
    guard case .likeness(let row, 0) = ranking.question else {
      Issue.record("\(ranking.question)")
      return
    }
    #expect(ranking.stage == 2 && ranking.scores[row] != nil)
    #expect(session.screen.contains("in pretrain"))
    session.press(": s i m i l a r space 9 enter")
    #expect(session.state.message?.isError == true)
  }

  @Test func notesHaveASignAndAreFound() throws {
    let folder = try SyntheticRun.copy(tagged: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let session = try TestSession.make(120, 40, run: Run.open([folder]))
    session.press(": g o space 5 enter")
    session.send(.note("a copula, it seems"))
    session.press(": g o space 6 enter")
    session.send(.note("plural nouns"))
    session.press("space")
    session.press(": n o t e s enter")
    #expect(Set(session.state.rowsShown) == [5, 6])
    let glyphs = session.appearance.glyphs
    #expect(session.screen.contains(glyphs.noted) && session.screen.contains(glyphs.markedAndNoted))
    session.press(": n o t e s space c o p u l a enter")
    #expect(session.state.rowsShown == [5])
    session.press("esc /")
    session.type("plural noun")
    session.press("enter")
    #expect(session.state.neuron == 6)
  }

  @Test func escGivesOrderAndFilterBack() throws {
    let session = try session()
    session.press("& w i n s > 3 0 0 enter : s o r t space m a s s 1 enter")
    let (sort, rows) = (session.state.table.sort, session.state.rowsShown)
    for list in ["f", "+", "m", "'", "t c o m e d y enter", "f m ="] {
      session.press(list + " esc")
      #expect(session.state.table.sort == sort && session.state.rowsShown == rows, "\(list)")
    }
    session.press("esc")
    #expect(session.state.rowsShown.count == SyntheticRun.neuronCount && session.state.table.sort == sort)
  }

  @Test func qLeavesAViewBeforeTheProgram() throws {
    let session = try session()
    for opened in ["S", "enter", "O esc", "?", "c"] {
      session.press(opened + " q")
      #expect(session.takeRequests().isEmpty && session.state.view == .table && !session.state.isZoomed)
    }
    session.press("q")
    #expect(session.takeRequests() == [.quit])
    session.press("S ctrl-c")
    #expect(session.takeRequests() == [.quit])
  }

  @Test func filtersAreCompletedAsTheyAreTyped() throws {
    let session = try session()
    session.press("&")
    session.type("mass>0 tag-m")
    #expect(session.screen.contains("tag-moved") && session.screen.contains("how far its tags moved"))
    session.press("tab")
    session.type(">.01")
    session.press("enter")
    #expect(session.state.table.filter?.text == "mass>0 tag-moved>.01")
    session.press("& ctrl-u")
    session.type("tag=")
    #expect(session.screen.contains("verb"))
    session.press("esc")
    session.press("& ctrl-u")
    session.type("mass>0 masss>1")
    session.press("enter")
    #expect(session.state.message?.text.contains("from character 8") == true)
    #expect(
      session.state.message?.text.contains("did you mean mass?") == true,
      "\(session.state.message?.text ?? "")")
  }

  @Test func tagsAreSortedByHowFarTheyMoved() throws {
    let session = try session()
    session.press(": s o r t space t a g - m o v e d enter")
    let source = session.state.source
    let moved = session.state.rowsShown.compactMap {
      source.value(of: .tagMoved(StagePair(from: 1, to: 2)), row: $0)
    }
    #expect(!moved.isEmpty && moved == moved.sorted(by: >))
    #expect(session.state.comparisons[ComparedPair(StagePair(from: 1, to: 2), by: .tag)]?.isTested == true)
  }
}
