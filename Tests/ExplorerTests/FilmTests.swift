import Foundation
import Measures
import NeuronPreferences
import Runs
import SyntheticRuns
import TerminalUI
import Testing

@testable import Explorer

/// One neuron over many stages.
@Suite struct FilmTests {
  @Test func sharesAreThoseOfTheDetail() throws {
    let run = try Run.madeUp(stages: 12)
    for row in [0, 3, 10] {
      let film = try NeuronFilm(ofRow: row, in: run.stages)
      #expect(film.wins == run.stages.map { $0.wins(row) } && !film.tokens.isEmpty && !film.tags.isEmpty)
      for (stage, source) in run.stages.enumerated() {
        let ranked = try source.snapshot.ranked(ofRow: row, by: .mass)
        for entry in ranked.top {
          let name = source.snapshot.tokens.name(of: entry.preference.feature)
          guard let track = film.tokens.first(where: { $0.name == name }), let share = entry.value else {
            continue
          }
          #expect(abs(track.shares[stage] - share) < 1e-9)
        }
        #expect(film.tokens.reduce(0) { $0 + $1.shares[stage] } <= 1 + 1e-9)
      }
      let sums = film.tokens.map { $0.shares.reduce(0, +) }
      #expect(sums == sums.sorted(by: >))
    }
  }

  /// Words have other ids in the vocabulary of another stage, and one that only it knows is added.
  @Test func wordsAreTheSameUnderOtherIds() throws {
    let other = NSTemporaryDirectory() + "/txray-words-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: other) }
    try SyntheticRun.write(to: other, words: ["elsewhere"] + SyntheticRun.words.reversed().dropFirst())
    let stages = [try Run.open([SyntheticRun.folder]).stages[0], try Run.open([other]).stages[0]]
    var seen: Set<String> = []
    for row in 0..<SyntheticRun.neuronCount {
      let film = try NeuronFilm(ofRow: row, in: stages + [stages[0]])
      for track in film.tokens {
        seen.insert(track.name)
        for (place, stage) in (stages + [stages[0]]).enumerated() {
          let tokens = stage.snapshot.tokens
          let preferences = try tokens.preferences(ofRow: row)
          let mass = preferences.reduce(0) { $0 + max($1.sum, 0) }
          let own = preferences.filter { tokens.name(of: $0.feature) == track.name }
          let share = mass > 0 ? own.reduce(0) { $0 + $1.sum } / mass : 0
          #expect(abs(track.shares[place] - share) < 1e-9, "\(track.name) of \(row) in \(place)")
        }
      }
      #expect(Set(film.tokens.map(\.name)).count == film.tokens.count, "a line a word")
    }
    #expect(seen.isSuperset(of: ["elsewhere", "the", "film"]))
  }

  /// The screen said for ever that all stages were being read.
  @Test func aNeuronThatCantBeReadIsNotWaitedFor() throws {
    let session = try TestSession.make(80, 24, run: Run.madeUp(stages: 3), permutations: 0)
    session.press("F")
    let neuron = session.state.neuron
    session.send(.finished(.filmed(nil, row: neuron, fault: "cut off")))
    #expect(session.screen.contains("This neuron can't be read at every stage"))
    #expect(session.state.message?.text == "cut off" && session.state.message?.isError == true)
    session.press("j")
    session.waitUntilIdle()
    #expect(!session.screen.contains("can't be read") && !session.screen.contains("Reading all stages"))
    session.send(.finished(.filmed(nil, row: neuron, fault: "cut off")))
    #expect(!session.screen.contains("can't be read"), "of a neuron that has been left")
  }

  @Test func anotherPolicyIsReadAnew() throws {
    let folder = try SyntheticRun.copy(tagged: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try SyntheticRun.addFirings(to: folder)
    let session = try TestSession.make(100, 30, run: Run.open([folder]), permutations: 0)
    session.press("F")
    for _ in 0..<2 {
      session.press("o")
      let film = try #require(session.state.film)
      #expect(film.wins == session.state.run.stages.map { $0.wins(session.state.neuron) })
    }
  }

  /// Every stage has a column, in their order, whatever the width.
  @Test(arguments: [1, 2, 3, 12, 40, 100, 1000], [(40, 10), (80, 24), (200, 50)])
  func everyStageHasItsColumn(stages: Int, size: (Int, Int)) throws {
    let session = try TestSession.make(size.0, size.1, run: Run.madeUp(stages: stages), permutations: 0)
    let strip = FilmView.Strip(session.state, in: session.state.layout.table)
    var seen: [Int] = []
    for column in 0..<strip.width { seen += strip.stages(ofColumn: column) }
    #expect(Set(seen) == Set(0..<stages) && seen == seen.sorted())
    for stage in 0..<stages { #expect(strip.stages(ofColumn: strip.column(of: stage)).contains(stage)) }
  }

  @Test func steppingComparesWithTheOneBeforeOrWithTheFirst() throws {
    let session = try TestSession.make(100, 30, run: Run.madeUp(stages: 12))
    session.press("F 4 .")
    #expect(session.state.shownStage == 4 && session.state.pair == StagePair(from: 3, to: 4))
    session.press(", ,")
    #expect(session.state.shownStage == 2 && session.state.pair == StagePair(from: 1, to: 2))
    session.press("0")
    #expect(session.state.pair == StagePair(from: 0, to: 2))
    session.press(".")
    #expect(session.state.pair == StagePair(from: 0, to: 3))
    session.press(", , , ,")
    #expect(session.state.shownStage == 0 && session.state.message?.text == "This is the first stage")
    #expect(session.screen.contains("over 12 stages"))
  }

  @Test func playingGoesToTheEndAndAnyKeyStopsIt() throws {
    var (state, _) = ExplorerState.opening(try Run.madeUp(stages: 5), size: Size(width: 80, height: 24))
    func waits(_ effects: [Effect]) -> Int? {
      effects.compactMap { if case .wait(_, let number) = $0 { number } else { nil } }.first
    }
    var number = waits(state.reduce(.play))
    #expect(state.shownStage == 0 && state.playing != nil, "from the beginning, for it stood at the end")
    for stage in 1..<5 {
      number = waits(state.reduce(.finished(.waited(number: try #require(number)))))
      #expect(state.shownStage == stage)
    }
    #expect(number == nil && state.playing == nil)
    state.show(stage: 1)
    let first = try #require(waits(state.reduce(.play)))
    _ = state.reduce(.key(.character("e")))
    #expect(state.playing == nil)
    #expect(waits(state.reduce(.finished(.waited(number: first)))) == nil && state.shownStage == 1)
  }

  @Test(.timeLimit(.minutes(1))) func aThousandStagesAreReadOnceForANeuron() throws {
    let session = try TestSession.make(120, 40, run: Run.madeUp(stages: 1000), permutations: 0)
    session.press("F")
    #expect(session.screen.contains("over 1,000 stages") && !session.screen.contains("Reading all stages"))
    let clock = ContinuousClock()
    let elapsed = clock.measure { session.send(.key(.character("k"))) }
    #expect(elapsed < .milliseconds(200), "a key while the film is open: \(elapsed)")
  }
}
