import Foundation
import SyntheticRuns
import TerminalUI
import Testing

@testable import Explorer

@Suite struct ViewTests {
  private func make(_ width: Int = 100, _ height: Int = 28) throws -> ExplorerSession {
    try TestSession.make(width, height, run: Run.open([SyntheticRun.taggedFolder]))
  }

  @Test(arguments: ViewDescription.all)
  func everyViewIsOpenedByKeyAndCommandAndExplained(view: ViewDescription) throws {
    let session = try make()
    session.press(view.key)
    #expect(session.state.view == view)
    if view == .ownText { session.press("esc") }  // It asks for a text first.
    session.press(view.key)
    #expect(session.state.view == .table, "the same key again goes back")
    session.press(":")
    session.type(view.name)
    session.press("enter")
    #expect(session.state.view == view)
    if view == .ownText { session.press("esc") }
    session.press("T ?")
    session.handle(.resize(Size(width: 76, height: 300)))
    let line = try #require(session.draw().lines.first { $0.contains(view.summary) })
    #expect(line.split(separator: " ").first.map(String.init) == view.key)
  }

  @Test func everyViewStandsInTheDocumentation() throws {
    let page = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../Sources/Explorer/Explorer.docc/Explorer.md").standardizedFileURL
    let rows = try String(contentsOf: page, encoding: .utf8).split(separator: "\n").filter {
      $0.hasPrefix("| `")
    }
    for view in ViewDescription.all {
      #expect(rows.contains { $0.hasPrefix("| `\(view.key)`") }, "\(view.name) has no row among the views")
    }
    let names = ViewDescription.all.map(\.name)
    #expect(Set(names).count == names.count && Set(ViewDescription.all.map(\.key)).count == names.count)
  }

  @Test func everyViewKeepsTheNeuron() throws {
    let session = try make()
    session.press("j j j j j")
    let neuron = session.state.neuron
    for key in ["S", "L", "M", "P", "C", "T", "S", "S"] {
      session.press(key)
      #expect(session.state.neuron == neuron)
      #expect(session.screen.contains("lstm.0:\(neuron) "))
    }
    #expect(session.state.view == .table, "the same key again goes back")
  }

  @Test func scatterIsWalkedAndClicked() throws {
    let session = try make()
    session.press("m S")
    var seen: Set<Int> = [session.state.neuron]
    for key in ["l", "l", "j", "k", "h", "down", "right"] {
      session.press(key)
      seen.insert(session.state.neuron)
    }
    #expect(seen.count > 2)
    #expect(session.screen.contains("◉"))
    let lines = session.draw().lines
    let row = try #require(lines.indices.first { $0 > 3 && lines[$0].prefix(60).contains("●") })
    let column = try #require(Array(lines[row]).firstIndex(of: "●"))
    session.handle(.mouse(MouseEvent(.click, at: Point(x: column, y: row))))
    session.waitUntilIdle()
    #expect(session.draw()[Point(x: column, y: row)].text == "◉")
  }

  @Test func plotsSayWhatIsMissing() throws {
    let session = try TestSession.make(100, 28)
    session.press("P")
    #expect(session.screen.contains("No tags"))
    session.press("C")
    #expect(session.screen.contains("No training has been recorded"))
    let one = try TestSession.make(
      100, 28, run: Run.open([SyntheticRun.folder + "/snapshots/pretrain.safetensors"]))
    for key in ["S", "L", "M", "P", "C"] {
      one.press(key)
      #expect(one.state.message?.isError != true)
    }
  }

  /// What a token means to a neuron: the contexts of just this one, at both stages.
  @Test func contextsOfATokenAreThoseWhereItFired() throws {
    let session = try make(160, 30)
    session.press("m enter")
    let words = session.state.run.stages[2].snapshot.tokens
    let strongest = try #require(
      try ShownContext.chosen(.strongest, of: session.state.neuron, in: session.state.run.stages[2].snapshot)
        .first)
    let name = words.name(of: Int(strongest.context.tokens[strongest.context.center]))
    session.send(.showContexts(at: name))
    #expect(session.screen.contains("2 zero-shot fired, at \"\(name)\""))
    #expect(session.screen.contains("3 fine-tune fired, at \"\(name)\""))
    for stage in session.state.run.stages {
      for shown in try ShownContext.chosen(.token(name), of: session.state.neuron, in: stage.snapshot) {
        #expect(words.name(of: Int(shown.context.tokens[shown.context.center])) == name)
      }
    }
    session.press("x")
    #expect(session.screen.contains("fired, the strongest"))
  }

  /// The same text is shown once, however often it was kept.
  @Test func contextsAreDifferentTexts() throws {
    let run = try Run.open([SyntheticRun.taggedFolder])
    for row in 0..<run.neuronCount {
      for choice in [ContextChoice.strongest, .sample] {
        let shown = try ShownContext.chosen(choice, of: row, in: run.stages[2].snapshot)
        #expect(Set(shown.map { $0.context.tokens + [Int32($0.context.center)] }).count == shown.count)
        let strengths = shown.map(\.context.activation.magnitude)
        #expect(strengths == strengths.sorted(by: >))
      }
    }
  }

  @Test func contextsStandBelowTheTokens() throws {
    let session = try make(120, 40)
    session.press("S S m")
    for stage in ["2 zero-shot", "3 fine-tune"] {
      #expect(session.screen.contains("\(stage) fired, the strongest"))
    }
    #expect(session.screen.contains("‹") && session.screen.contains("›"))
    session.press("x")
    #expect(session.screen.contains("a random sample"))
    let small = try make(80, 24)
    small.press("m x")
    #expect(small.screen.contains("3 fine-tune fired"), "on a small screen they open with the whole detail")
    let without = try TestSession.make(80, 24)
    without.press("x")
    #expect(without.state.message != nil)
  }

  @Test func curvesShowHowFarNeuronsMovedFromStageToStage() throws {
    let session = try make(120, 40)
    session.press("C")
    #expect(session.screen.contains("moved from the stage before, mean, beyond chance"), "\(session.screen)")
    let small = try make(80, 18)
    small.press("C")
    #expect(!small.screen.contains("moved from the stage before"), "the curves of training have the room")
  }

  @Test func curvesPassOverTornLinesAndTakeTheLaterOfTwo() throws {
    let folder = try SyntheticRun.copy()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let text = """
      {"checkpoint":"pretrain","epoch":1,"perplexity":400}
      not json
      {"checkpoint":"pretrain","epoch":2,"perplexity":300,"note":"a \\"b\\"","x":null}
      {"checkpoint":"pretrain","epoch":2,"perplexity":123}
      {"checkpoint":"pretrain","epoch":3,"perpl
      """
    try text.write(toFile: folder + "/metrics.jsonl", atomically: true, encoding: .utf8)
    let session = try TestSession.make(100, 28, run: Run.open([folder]))
    session.press("C")
    #expect(session.screen.contains("pretrain: perplexity 123 after epoch 2"))
  }
}
