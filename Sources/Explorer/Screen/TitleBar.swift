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
    for (index, stage) in stages.enumerated() {
      let isShown = index == state.shownStage
      var style = appearance[.stage(index)]
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

  /// " 2 zero-shot ", or shorter where they don't fit: only the shown one in words, or numbers alone.
  private static func stageTexts(_ state: ExplorerState, width: Int) -> [(text: String, width: Int)] {
    let labels = state.run.stages.map(\.label)
    let forms: [(Int) -> String] = [
      { " \($0 + 1) \(labels[$0]) " },
      {
        $0 == state.shownStage
          ? " \($0 + 1) \(TerminalText.truncated(labels[$0], to: 12, sign: "~")) " : " \($0 + 1) "
      },
      { " \($0 + 1) " },
    ]
    for form in forms {
      let texts = labels.indices.map { index -> (text: String, width: Int) in
        let text = form(index)
        return (text, TerminalText.width(of: text) + 1)
      }
      // The program's name and something of the run's have to stay readable.
      if texts.reduce(0, { $0 + $1.width }) <= max(width - 24, width / 2) { return texts }
    }
    return []
  }

  /// The stage whose name is at `point`.
  static func stage(at point: Point, state: ExplorerState) -> Int? {
    let line = state.layout.title
    guard line.contains(point) else { return nil }
    let stages = stageTexts(state, width: line.width)
    var x = line.endX - stages.reduce(0) { $0 + $1.width }
    for (index, stage) in stages.enumerated() {
      if point.x >= x, point.x < x + stage.width { return index }
      x += stage.width
    }
    return nil
  }
}
