import Measures
import NeuronPreferences
import TerminalUI

/// The first line: program and run at the left, the stages at the right.
enum TitleBar {
  static func draw(_ state: ExplorerState, into grid: inout Grid, in line: Rect, appearance: Appearance) {
    guard !line.isEmpty else { return }
    grid.fill(line, style: appearance[.text])
    let stages = stageTexts(state, width: line.width)
    let (left, right) = line.splitRight(stages.reduce(0) { $0 + $1.width })
    var x = right.x
    for stage in stages {
      let isShown = stage.stage == state.shownStage
      var style = appearance[.stage(stage.stage)]
      if isShown { style = style.adding([.bold, .reverse]) }
      grid.write(stage.text, at: Point(x: x + 1, y: line.y), style: style, clip: right)
      // The gap has the next one's colour, which saves two changes of style.
      if x > right.x, !isShown {
        grid.write(" ", at: Point(x: x, y: line.y), style: style, clip: right)
      }
      x += stage.width
    }
    let glyphs = appearance.glyphs
    let dot = " \(glyphs.separator) "
    var name = StyledText(" txray ", appearance[.title])
    name.append(state.run.name, appearance[.text])
    let snapshot = state.run.stages[state.shownStage].snapshot
    let sites = state.run.sites.sites.map(\.name).joined(separator: ",")
    let facts = [
      sites, Figure.counted(state.run.neuronCount, "neuron"), "\(snapshot.policy)",
      "\(Figure.grouped(snapshot.counts.tokensScanned)) tokens",
    ]
    for fact in facts where name.width + dot.count + fact.count + 1 < left.width {
      name.append(dot + fact, appearance[.dim])
    }
    grid.write(name, in: left)
  }

  /// A stage's place in the line.
  private struct StageText {
    let stage: Int
    let text: String
    /// With the gap after it.
    let width: Int

    init(_ stage: Int, _ text: String) {
      self.stage = stage
      self.text = text
      width = TerminalText.width(of: text) + 1
    }
  }

  /// " 2 zero-shot ", or shorter where they don't fit: names cut, only the shown one in words, numbers alone, and of very many
  /// the shown one by itself, " 501/1000 ". O(width).
  private static func stageTexts(_ state: ExplorerState, width: Int) -> [StageText] {
    let (stages, shown) = (state.run.stages, state.shownStage)
    // The program's name and something of the run's have to stay readable.
    let room = max(width - 24, width / 2)
    let short = TerminalText.truncated(stages[shown].label, to: 12, sign: "~")
    /// What each stage has for its name, where all are named.
    let share = max(0, (room - stages.count) / max(1, stages.count) - 3 - "\(stages.count)".count)
    let named: [(Int) -> String] =
      share >= 5 ? [{ " \($0 + 1) \(TerminalText.truncated(stages[$0].label, to: share, sign: "~")) " }] : []
    let forms: [(Int) -> String] =
      [{ " \($0 + 1) \(stages[$0].label) " }] + named + [
        { $0 == shown ? " \($0 + 1) \(short) " : " \($0 + 1) " },
        { " \($0 + 1) " },
      ]
    for form in forms {
      var texts: [StageText] = []
      var used = 0
      for stage in stages.indices where used <= room {
        texts.append(StageText(stage, form(stage)))
        used += texts[texts.count - 1].width
      }
      if used <= room { return texts }
    }
    let alone = ["\(shown + 1)/\(stages.count) \(short)", "\(shown + 1)/\(stages.count)"]
    return alone.map { StageText(shown, " \($0) ") }.first { $0.width <= room }.map { [$0] } ?? []
  }

  /// The stage whose name is at `point`.
  static func stage(at point: Point, state: ExplorerState) -> Int? {
    let line = state.layout.title
    guard line.contains(point) else { return nil }
    let stages = stageTexts(state, width: line.width)
    var x = line.endX - stages.reduce(0) { $0 + $1.width }
    for stage in stages {
      if point.x >= x, point.x < x + stage.width { return stage.stage }
      x += stage.width
    }
    return nil
  }
}
