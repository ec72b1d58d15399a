import Measures
import NeuronPreferences
import Statistics
import TerminalUI

extension ViewDescription {
  /// The length of each neuron from stage to stage.
  public static let lengths = ViewDescription(
    "lengths", key: "L", summary: "lengths from stage to stage",
    caption: { _, _ in
      "A line a neuron: leaning left it won fewer different tokens later, leaning right more"
    },
    draw: LengthShiftView.draw, needs: { $0.needLengths() },
    exported: { state, limit in state.exported(DetailStages.ends(state).map { .length($0) }, limit: limit) })
}

/// The length of every neuron from stage to stage, a line each: leaning left it became more special, leaning
/// right more general.
enum LengthShiftView {
  /// Every so many neurons get a line: more lines than columns are a blot.
  private static func step(_ count: Int, width: Int) -> Int { max(1, (count + width - 1) / max(1, width)) }

  static func draw(_ state: ExplorerState, into grid: inout Grid, in region: Rect, appearance: Appearance) {
    guard let pair = state.pair else {
      return EmptyView.draw(
        ["One stage: no length has changed"], into: &grid, in: region, appearance: appearance)
    }
    guard let summary = state.lengths, summary.subject.pair == pair else {
      return EmptyView.draw(["Reading all lengths"], into: &grid, in: region, appearance: appearance)
    }
    guard let range = summary.range, region.height > 6, region.width > 24 else {
      return EmptyView.draw(
        ["No neuron here wins tokens in both stages", "Esc shows all   ] other stages"], into: &grid,
        in: region, appearance: appearance)
    }
    var words = words(summary.shift, appearance: appearance)
    let step = step(summary.shift.count, width: region.width - 2)
    if step > 1 { words.append("  (a line for 1 in \(step))", appearance[.dim]) }
    grid.write(words, in: region.row(0))
    let axis = PlotAxis(
      "length: different tokens won", covering: [Double(range.lowerBound), Double(range.upperBound)],
      scale: .logarithmic)
    let area = Rect(x: region.x + 1, y: region.y + 3, width: region.width - 2, height: region.height - 6)
    drawLines(summary.lines, axis, into: &grid, in: area, appearance: appearance)
    let name = { (stage: Int) in
      StyledText(" \(stage + 1) \(state.run.stages[stage].label)", appearance[.stage(stage)])
    }
    grid.write(name(pair.from), in: region.row(2))
    grid.write(name(pair.to), in: region.row(region.height - 3))
    drawTicks(axis, into: &grid, in: area, appearance: appearance)
    drawSelected(state, pair, axis, into: &grid, in: area, appearance: appearance)
    grid.write(
      StyledText(axis.title, appearance[.title]), in: region.row(region.height - 1), alignment: .right)
  }

  private static func words(_ shift: LengthShift, appearance: Appearance) -> StyledText {
    let gap = "  "
    func median(_ lengths: Quartiles?) -> String { lengths.map { Figure.middle($0.median) } ?? "" }
    return StyledText([
      Span(" \(Figure.grouped(shift.shorter)) shorter", appearance[.stateForgotten]), Span(gap),
      Span("\(Figure.grouped(shift.longer)) longer", appearance[.stateGained]), Span(gap),
      Span("\(Figure.grouped(shift.same)) same", appearance[.dim]), Span(gap),
      Span(
        "median \(median(shift.before))\(appearance.glyphs.arrow)\(median(shift.after))", appearance[.text]),
    ])
  }

  private static func drawLines(
    _ lines: [(before: Int, after: Int)], _ axis: PlotAxis, into grid: inout Grid, in area: Rect,
    appearance: Appearance
  ) {
    var canvas = DotCanvas(size: area.size)
    for index in stride(from: 0, to: lines.count, by: step(lines.count, width: area.width)) {
      let (before, after) = lines[index]
      let role: Role = after < before ? .stateForgotten : after > before ? .stateGained : .dim
      line(before, after, axis, on: &canvas, style: appearance[role])
    }
    canvas.draw(into: &grid, in: area, appearance: appearance)
  }

  private static func line(_ from: Int, _ to: Int, _ axis: PlotAxis, on canvas: inout DotCanvas, style: Style)
  {
    guard let start = axis.position(of: Double(from)), let end = axis.position(of: Double(to)) else { return }
    let width = Double(canvas.dotWidth - 1)
    canvas.line(
      fromX: Int(start * width), fromY: 0, toX: Int(end * width), toY: canvas.dotHeight - 1, style: style)
  }

  /// The selected neuron's line over all others, with its two lengths.
  private static func drawSelected(
    _ state: ExplorerState, _ pair: StagePair, _ axis: PlotAxis, into grid: inout Grid, in area: Rect,
    appearance: Appearance
  ) {
    let ends = [
      (stage: pair.from, y: area.y), (stage: pair.to, y: area.endY - 1),
    ].map { (length: state.run.stages[$0.stage].length(state.neuron), y: $0.y) }
    let style = appearance[.mark].adding(.bold)
    if ends.allSatisfy({ $0.length > 0 }) {
      var canvas = DotCanvas(size: area.size)
      line(ends[0].length, ends[1].length, axis, on: &canvas, style: style)
      canvas.draw(into: &grid, in: area, appearance: appearance)
    }
    for end in ends where end.length > 0 {
      guard let position = axis.position(of: Double(end.length)) else { continue }
      let x = area.x + Int(position * Double(area.width - 1))
      let text = "\(appearance.glyphs.cursor)\(end.length)"
      grid.write(text, at: Point(x: min(x, area.endX - text.count), y: end.y), style: style, clip: area)
    }
  }

  private static func drawTicks(
    _ axis: PlotAxis, into grid: inout Grid, in area: Rect, appearance: Appearance
  ) {
    var free = area.x
    for tick in axis.ticks(atMost: max(2, area.width / 8)) {
      guard let position = axis.position(of: tick.value) else { continue }
      let x = area.x + Int(position * Double(area.width - 1))
      let start = max(area.x, min(x - tick.label.count / 2, area.endX - tick.label.count))
      guard start >= free else { continue }
      grid.write(tick.label, at: Point(x: start, y: area.endY + 1), style: appearance[.dim], clip: nil)
      free = start + tick.label.count + 1
    }
  }
}
