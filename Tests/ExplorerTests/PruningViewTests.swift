import Explorer
import Foundation
import Measures
import NeuronPreferences
import Synchronization
import SyntheticRuns
import TerminalUI
import Testing

@Suite struct PruningViewTests {
  private func withSession(
    _ width: Int = 100, _ height: Int = 28,
    prune: @escaping ExplorerSession.Surroundings.Prune = MadeUpPruning.score,
    _ body: (ExplorerSession, String) throws -> Void
  ) throws {
    let folder = try SyntheticRun.copy(tagged: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let session = try TestSession.make(width, height, run: Run.open([folder]), prune: prune)
    try body(session, folder)
    session.finish()
  }

  @Test func marksAreScoredWhenTheViewOpens() throws {
    try withSession { session, _ in
      session.press("X")
      #expect(session.screen.contains("Nothing is marked"))
      session.press("X space space space X")
      for text in [
        "3 of 24 pruned · readout · finetune", "held-out movies-valid, 1,000 docs", "beats", "35%",
        "accuracy   .690  → .678", "the neurons were chosen by hand",
      ] { #expect(session.screen.contains(text), "\(session.screen)") }
      #expect(session.screen.contains("●") && session.screen.contains("░"))
      // A mark more: what is shown no longer holds, and p scores it.
      session.press("j j j j space")
      #expect(session.screen.contains("have changed: p scores them anew"))
      session.press("p")
      #expect(session.screen.contains("4 of 24 pruned"))
      session.press("z")
      #expect(session.screen.contains("recurrent"))
      session.press("X X")
      #expect(session.screen.contains("4 of 24 pruned · recurrent"), "nothing is scored twice")
    }
  }

  @Test func whatGoesWrongIsSaid() throws {
    let failing: ExplorerSession.Surroundings.Prune = { _, _, _ in
      throw PruningOutcome.Fault("the checkpoint is gone")
    }
    try withSession(prune: failing) { session, _ in
      session.press("space X")
      #expect(session.screen.contains("the checkpoint is gone"))
      #expect(session.state.message?.isError == true)
    }
    let plain = ExplorerSession(
      run: try Run.open([SyntheticRun.folder]), size: Size(width: 80, height: 24),
      appearance: Appearance(capabilities: Capabilities(colorDepth: .mono, repertoire: .ascii)))
    plain.waitUntilIdle()
    plain.press("p")
    #expect(plain.screen.contains("Nothing is marked"))
  }

  /// Held up until it is told to go on, or given up.
  private final class Gate: Sendable {
    let calls = Atomic<Int>(0)
    let wasGivenUp = Atomic<Int>(0)

    func score(
      _ request: PruningRequest, isCancelled: @Sendable () -> Bool, tell: (PruningOutcome) -> Void
    ) throws -> PruningOutcome {
      calls.add(1, ordering: .relaxed)
      let first = PruningOutcome(model: "model \(request.number)", splits: [], notes: [], progress: 0.25)
      tell(first)
      while !isCancelled() { usleep(500) }
      wasGivenUp.add(1, ordering: .relaxed)
      struct Stopped: Error {}
      throw Stopped()
    }
  }

  @Test func scoresComeWhileItRunsAndItCanBeStopped() throws {
    let gate = Gate()
    try withSession(prune: gate.score) { session, _ in
      session.press("space")
      session.send(.key(.character("X")))
      while !session.screen.contains("25% done") {
        usleep(500)
        session.takeResults()
      }
      #expect(session.screen.contains("model 1"))
      #expect(session.screen.contains("Esc stop"))
      // Another request takes the place of the first.
      session.send(.key(.character("p")))
      while gate.calls.load(ordering: .relaxed) < 2 { usleep(500) }
      while !session.screen.contains("model 2") {
        usleep(500)
        session.takeResults()
      }
      session.press("esc")
      #expect(gate.wasGivenUp.load(ordering: .relaxed) == 2)
      #expect(session.screen.contains("stopped at 25%, p starts again"))
      #expect(session.state.view == .pruning)
      #expect(session.state.message?.isError == false)
      session.press("esc")
      #expect(session.state.view == .table)
      // The program ends at once, whatever is being scored.
      session.send(.key(.character("p")))
    }
    #expect(gate.wasGivenUp.load(ordering: .relaxed) >= 2)
  }

  @Test func namedListsKeepMarksAndCanBeUndone() throws {
    try withSession { session, folder in
      func marks() throws -> MarkLog { try MarkLog(path: folder + "/marks.jsonl") }
      func command(_ text: String) {
        session.press(":")
        session.type(text)
        session.press("enter")
      }
      command("load-marks dull")
      #expect(session.state.message?.isError == true)
      session.press("space space space")
      let three = session.state.marks.rows
      command("save-marks dull")
      #expect(try marks().lists["dull"]?.count == 3)
      session.press("space")
      #expect(try marks().lists["dull"]?.count == 3, "a list stays as it was kept")
      command("unmark-all")
      command("load-marks dull")
      #expect(session.state.marks.rows == three)
      session.press("u")
      #expect(session.state.marks.rows.isEmpty)
      session.press("U")
      #expect(session.state.marks.rows == three)
      #expect(try marks().marked.count == 3)
      // Two terminals are in step.
      let other = try TestSession.make(80, 24, run: Run.open([folder]))
      #expect(other.state.marks.lists == ["dull": three])
      session.press("g space")
      command("save-marks dull")
      other.refreshMarks()
      other.waitUntilIdle()
      #expect(other.state.marks.lists["dull"] == session.state.marks.rows)
      session.press("u")
      #expect(session.state.marks.lists["dull"] == three)
    }
  }

  @Test func reasonsStandBesideTheNeuron() throws {
    try withSession { session, folder in
      session.press(":")
      session.type("because won nothing but commas")
      session.press("enter")
      #expect(session.screen.contains("marked because: won nothing but commas"))
      let log = try MarkLog(path: folder + "/marks.jsonl")
      #expect(log.events.map(\.reason) == ["won nothing but commas"])
      #expect(log.marked.count == 1)
      session.press("u")
      #expect(!session.screen.contains("because"))
      session.press("U")
      #expect(session.screen.contains("because: won nothing but commas"))
      // Another reason, taken back: the first stands again. So it does after unmarking.
      let row = session.state.neuron
      func command(_ text: String) {
        session.press(":")
        session.type(text)
        session.press("enter")
      }
      command("because fires at the end")
      #expect(session.state.marks.reasons == [row: "fires at the end"])
      session.press("u")
      #expect(session.state.marks.reasons == [row: "won nothing but commas"])
      command("unmark-all")
      #expect(session.state.marks.reasons.isEmpty)
      session.press("u")
      #expect(session.state.marks.reasons == [row: "won nothing but commas"])
      #expect(try MarkLog(path: folder + "/marks.jsonl").marked.count == 1)
    }
  }

  @Test func notesCanBeTakenBack() throws {
    try withSession { session, folder in
      session.press(":")
      session.type("note ends sentences")
      session.press("enter")
      let row = session.state.neuron
      #expect(session.state.marks.notes == [row: ["ends sentences"]])
      session.press("u")
      #expect(session.state.marks.notes.isEmpty)
      #expect(!session.screen.contains("ends sentences"))
      session.press("U")
      #expect(session.state.marks.notes == [row: ["ends sentences"]])
      let other = try TestSession.make(80, 24, run: Run.open([folder]))
      #expect(other.state.marks.notes == session.state.marks.notes)
    }
  }
}
