import Explorer
import Foundation
import Measures
import NeuronPreferences
import SyntheticRuns
import TerminalUI
import Testing

/// Looking at a run under another policy.
@Suite struct PolicyTests {
  private func folder() throws -> String {
    let folder = try SyntheticRun.copy(tagged: true)
    try SyntheticRun.addFirings(to: folder)
    return folder
  }

  @Test func theOneThatNeuronsAreJudgedOnComesFirst() throws {
    let folder = try folder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let session = try TestSession.make(120, 40, run: Run.open([folder]))
    #expect(session.screen.contains("firings:1000") && session.screen.contains("by firings (o: max1)"))
    #expect(session.screen.contains("fires 3"))
    #expect(!session.screen.contains("too few"), "every neuron fires often enough to be judged")
  }

  @Test(arguments: ["", "S", "M", "L", "P", "enter"])
  func oneKeyShowsTheOtherAndKeepsTheNeuron(view: String) throws {
    let folder = try folder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let session = try TestSession.make(120, 40, run: Run.open([folder]))
    session.press("j j j " + view)
    let (neuron, stage, pair) = (session.state.neuron, session.state.shownStage, session.state.pair)
    let firings = session.screen
    for kind in ["max1", "firings", "max1"] {
      session.press("o")
      #expect(session.state.run.stages[0].snapshot.policy.kind.name == kind)
      #expect(session.state.neuron == neuron && session.state.shownStage == stage)
      #expect(session.state.pair == pair && session.screen.contains("lstm.0:\(neuron) "))
    }
    session.press("o")
    session.press("h l")  // Takes the message away.
    #expect(session.screen == firings, "and back again")
  }

  /// The answer to a question is asked for again, of what is counted now.
  @Test func aQuestionIsAskedAgain() throws {
    let folder = try folder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let session = try TestSession.make(120, 40, run: Run.open([folder]))
    session.press("t f i l m enter")
    let firings = session.screen
    session.press("o")
    #expect(session.screen.contains("won \"film\", by its mass") && session.screen != firings)
    session.press("o g h l")
    #expect(session.screen == firings)
  }

  @Test(arguments: [("f", "lost wins from"), ("+", "won more from")])
  func whatIsAMatterOfWinsIsShownOfWins(key: String, caption: String) throws {
    let folder = try folder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let session = try TestSession.make(120, 40, run: Run.open([folder]))
    session.press("s " + key)
    #expect(session.screen.contains("2 neurons \(caption)"), "\(session.screen)")
    #expect(session.state.run.stages[0].snapshot.policy == .max1)
    session.press("esc")
    #expect(session.state.run.stages[0].snapshot.policy == .firings(1000), "where it came from")
  }

  @Test func whereAStageHasNoneTheKeySaysSo() throws {
    let folder = try folder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try FileManager.default.removeItem(atPath: folder + "/snapshots/firings/zero-shot.safetensors")
    let session = try TestSession.make(120, 40, run: Run.open([folder]))
    #expect(session.state.run.stages.map(\.snapshot.policy) == [.max1, .max1, .max1])
    session.press("o")
    #expect(session.screen.contains("under max1 only"))
  }

  @Test func whatCannotBeOpenedLeavesTheScreenAsItWas() throws {
    let folder = try folder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let session = try TestSession.make(120, 40, run: Run.open([folder]))
    try Data("no snapshot".utf8).write(to: URL(fileURLWithPath: folder + "/snapshots/zero-shot.safetensors"))
    session.press("o")
    #expect(session.state.message?.isError == true)
    #expect(session.state.run.stages[0].snapshot.policy == .firings(1000))
  }

  @Test func aSnapshotOfAFurtherPolicyBelongsToItsRun() throws {
    let folder = try folder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let run = try Run.open([folder + "/snapshots/firings/pretrain.safetensors"])
    #expect(run.folder.path == folder)
  }
}
