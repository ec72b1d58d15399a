import Explorer
import Foundation
import Measures
import NeuronPreferences
import Sites
import SyntheticRuns
import TerminalUI
import Testing

/// Keys in, screen out.
@Suite struct SessionTests {
  @Test func cursorStopsAtTheEnds() throws {
    let session = try TestSession.make(80, 24)
    session.press("k")
    #expect(session.screen.contains("1/24"))
    session.press("G j")
    #expect(session.screen.contains("24/24"))
    session.press("g down down")
    #expect(session.screen.contains("3/24"))
    session.press("ctrl-d")
    #expect(session.screen.contains("12/24"))
  }

  @Test func flippingStagesKeepsNeuronAndOrder() throws {
    let session = try TestSession.make(120, 40)
    session.press("j j j")
    let (neuron, order) = (session.state.neuron, session.screen.firstColumn)
    for key in ["1", "2", "3", "tab", "shift-tab"] {
      session.press(key)
      #expect(session.state.neuron == neuron)
      #expect(session.screen.firstColumn == order)
    }
    #expect(session.state.shownStage == 2)
    session.press("4")
    #expect(session.state.message?.isError == true)
    #expect(session.state.shownStage == 2)
  }

  @Test func headersSayWhatSortsAndWhichWay() throws {
    let session = try TestSession.make(120, 40)
    #expect(session.screen.contains("moved 2→3↓"))
    session.press("> >")
    #expect(session.screen.contains("wins 3↓"))
    session.press("r")
    #expect(session.screen.contains("wins 3↑"))
    let wins = session.state.rowsShown.map { session.state.run.stages[2].snapshot.tokens.wins[$0] }
    #expect(wins == wins.sorted())
  }

  @Test func sortingHoldsTheNeuronStill() throws {
    let session = try TestSession.make(80, 24)
    session.press("G")
    let neuron = session.state.neuron
    session.press("> r <")
    #expect(session.state.neuron == neuron)
    #expect(session.screen.contains("lstm.0:\(neuron) "))
  }

  @Test func listsShowForgottenAndGainedNeurons() throws {
    let session = try TestSession.make(80, 24)
    session.press("f")
    #expect(Set(session.state.rowsShown) == [3, 17])
    #expect(session.screen.contains("2 neurons lost wins"))
    #expect(session.screen.contains("in zero-shot, none in fine-tune"))
    session.press("+")
    #expect(Set(session.state.rowsShown) == [8, 21])
    session.press("m")
    #expect(!session.state.rowsShown.contains(14), "too few wins to compare")
    session.press("esc")
    #expect(session.state.rowsShown.count == SyntheticRun.neuronCount)
  }

  @Test func listsFollowThePairCompared() throws {
    let session = try TestSession.make(80, 24)
    session.press("f [")
    #expect(session.state.pair == StagePair(from: 0, to: 1))
    #expect(session.state.rowsShown.isEmpty)
    #expect(session.screen.contains("No neuron lost its wins"))
    session.press("]")
    #expect(Set(session.state.rowsShown) == [3, 17])
  }

  @Test func filtersCombineConditions() throws {
    let session = try TestSession.make(80, 24)
    session.press(":")
    session.type("filter wins@3>400 state=moved")
    session.press("enter")
    let stage = session.state.run.stages[2].snapshot.tokens
    #expect(!session.state.rowsShown.isEmpty)
    #expect(session.state.rowsShown.allSatisfy { stage.wins[$0] > 400 })
    session.press("& ctrl-u")
    session.type("mass<<")
    session.press("enter")
    #expect(session.state.message?.isError == true)
  }

  @Test func searchGoesToNumbersAndTokensAsTheyAreTyped() throws {
    let session = try TestSession.make(80, 24)
    session.press("/")
    session.type("12")
    #expect(session.state.neuron == 12)
    session.press("ctrl-u")
    session.type("comedy")
    #expect(session.screen.contains("comedy"))
    session.press("enter")
    let first = session.state.neuron
    session.press("n")
    #expect(session.state.neuron != first)
    session.press("N")
    #expect(session.state.neuron == first)
    session.press("/")
    session.type("nothing like it")
    #expect(session.state.message?.isError == true)
    session.press("esc")
    #expect(session.state.neuron == first)
  }

  @Test func tokensLeadToNeuronsAndNeuronsToOthers() throws {
    let session = try TestSession.make(120, 40)
    session.press("t")
    session.type("comedy")
    session.press("enter")
    #expect(session.screen.contains("won \"comedy\", by its mass in fine-tune"))
    #expect(!session.state.rowsShown.isEmpty && session.state.rowsShown.count < SyntheticRun.neuronCount)
    let tokens = session.state.run.stages[2].snapshot.tokens
    let masses = try session.state.rowsShown.map { row in
      try tokens.preferences(ofRow: row).filter { tokens.name(of: $0.feature) == "comedy" }.map(\.sum).first
        ?? 0
    }
    #expect(masses == masses.sorted(by: >) && masses[0] > 0)
    session.press("=")
    #expect(session.screen.contains("nearest in fine-tune to lstm.0:"))
    session.press("esc")
    #expect(session.state.rowsShown.count == SyntheticRun.neuronCount)
    session.press("t")
    session.type("flim")
    session.press("enter")
    #expect(session.state.message?.isError == true)
  }

  @Test func marksAreKeptUndoneAndRedone() throws {
    let folder = try SyntheticRun.copy()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let session = try TestSession.make(80, 24, run: Run.open([folder]))
    let first = session.state.neuron
    session.press("space")
    #expect(session.state.marks.rows == [first])
    #expect(session.state.neuron != first, "marking moves on")
    session.press("space u")
    #expect(session.state.marks.rows == [first])
    session.press("U")
    #expect(session.state.marks.rows.count == 2)
    session.press("u u u")
    #expect(session.state.marks.rows.isEmpty)
    session.press("ctrl-r")
    let log = try MarkLog(path: folder + "/marks.jsonl")
    #expect(log.marked == [NeuronID(site: "lstm.0", index: first)])
    let again = try TestSession.make(80, 24, run: Run.open([folder]))
    #expect(again.state.marks.rows == [first])
    #expect(again.screen.contains("●"))
  }

  @Test func twoSessionsSeeEachOthersMarks() throws {
    let folder = try SyntheticRun.copy()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let one = try TestSession.make(80, 24, run: Run.open([folder]))
    let other = try TestSession.make(80, 24, run: Run.open([folder]))
    one.press("space")
    other.refreshMarks()
    other.waitUntilIdle()
    #expect(other.state.marks == one.state.marks)
    #expect(!other.state.marks.rows.isEmpty)
  }

  @Test(.timeLimit(.minutes(1)))
  func theEndWaitsForMarksAndForNoWorker() throws {
    let folder = try SyntheticRun.copy()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let held = DispatchSemaphore(value: 0)
    defer { held.signal() }
    let session = try TestSession.make(80, 24, run: Run.open([folder])) { _, _, _ in
      // As a model that hangs: it does not even ask whether to give up.
      held.wait()
      throw PruningOutcome.Fault("let go")
    }
    session.handle(.key(.character(" ")))
    session.handle(.key(.character("p")))
    session.handle(.key(.character(" ")))
    session.finish()
    let marks = try MarkLog(path: folder + "/marks.jsonl")
    #expect(marks.events.count == 2)
  }

  @Test func tableAndDetailTakeTurnsOnNarrowScreens() throws {
    let session = try TestSession.make(40, 12)
    #expect(session.screen.contains("id tokens"))
    #expect(!session.screen.contains("lstm.0:"))
    session.press("enter")
    #expect(!session.screen.contains("id tokens"))
    #expect(session.screen.contains("lstm.0:"))
    session.press("esc")
    #expect(session.screen.contains("id tokens"))
  }

  @Test func paletteCompletesAndRemembers() throws {
    let session = try TestSession.make(80, 24)
    session.press(":")
    session.type("sor")
    #expect(session.screen.contains(" sort  "))
    session.press("tab")
    session.type(" ma")
    session.press("tab enter")
    #expect(session.screen.contains("mass 3↓"))
    session.press(": up")
    #expect(session.screen.contains(":sort mass"))
    session.press("esc :")
    session.type("srot")
    session.press("enter")
    #expect(session.screen.contains("did you mean sort?"))
  }

  @Test func clicksSelectSortAndChooseStages() throws {
    let session = try TestSession.make(80, 24)
    session.handle(.mouse(MouseEvent(.click, at: Point(x: 5, y: 6))))
    #expect(session.screen.contains("4/24"))
    session.handle(.mouse(MouseEvent(.click, at: Point(x: 3, y: 2))))
    session.waitUntilIdle()
    #expect(session.state.rowsShown == Array(0..<24))
    let line = try #require(session.draw().lines.first)
    let place = try #require(line.range(of: "1 pretrain"))
    let column = line.distance(from: line.startIndex, to: place.lowerBound)
    session.handle(.mouse(MouseEvent(.click, at: Point(x: column + 2, y: 0))))
    #expect(session.state.shownStage == 0)
    session.handle(.mouse(MouseEvent(.scrollDown, at: Point(x: 5, y: 6))))
    #expect(!session.screen.contains(" 4/24"))
  }

  @Test func helpListsEveryCommandWithItsKeys() throws {
    let session = try TestSession.make(100, 200)
    session.press("?")
    for words in ["half a screen down", "Ctrl-D", ":go NEURON", "Hellinger", "forgotten"] {
      #expect(session.screen.contains(words))
    }
    session.press("q")
    #expect(!session.screen.contains("half a screen down"))
    #expect(session.takeRequests().isEmpty, "q leaves help, not the program")
    session.press("q")
    #expect(session.takeRequests() == [.quit])
  }

  @Test func oneStageIsShownWithoutComparing() throws {
    let run = try Run.open([SyntheticRun.folder + "/snapshots/pretrain.safetensors"])
    let session = try TestSession.make(80, 24, run: run)
    #expect(session.screen.contains("pretrain"))
    #expect(session.state.rowsShown.count == SyntheticRun.neuronCount)
    session.press("f")
    #expect(session.state.message?.isError == true)
    #expect(session.state.rowsShown.count == SyntheticRun.neuronCount)
    session.press("tab ] s s")
    #expect(session.state.rowsShown.count == SyntheticRun.neuronCount)
  }
}

extension String {
  /// The neurons' numbers as the table shows them.
  var firstColumn: [String] {
    split(separator: "\n").dropFirst(3).compactMap {
      $0.prefix(6).split(separator: " ").last.map(String.init)
    }
  }
}
