import Measures
import TerminalUI

extension ViewDescription {
  /// How far each neuron moved against how many tokens it prefers.
  public static let scatter = ViewDescription(
    "scatter", key: "S", summary: "how far neurons moved, by their tokens", caption: ScatterView.caption,
    draw: ScatterView.draw, cursor: { _ in ScatterView.cursor }, click: ScatterView.click,
    exported: { state, limit in
      state.pair.map { state.exported([.union($0), .moved($0), .verdict($0)], limit: limit) }
    },
    symbols: { glyphs in
      [
        (glyphs.points.prefix(3).joined(separator: " "), "scatter: shared, too few wins, marked"),
        (glyphs.cursor, "the selected neuron in a plot"),
      ]
    })
}

/// A dot for every neuron that both stages share: how far it moved against how many tokens it prefers.
enum ScatterView {
  /// More neurons than this are thinned out.
  static let pointLimit = 20_000

  /// The group of neurons with too few wins: below all others, with the second shape of the eight there are.
  private static let behind = 1 - 8

  static func draw(_ state: ExplorerState, into grid: inout Grid, in region: Rect, appearance: Appearance) {
    guard let pair = state.pair else {
      return EmptyView.draw(["One stage: nothing has moved"], into: &grid, in: region, appearance: appearance)
    }
    guard state.comparison(pair) != nil else {
      return EmptyView.draw(["Comparing the stages"], into: &grid, in: region, appearance: appearance)
    }
    let (plot, rows) = plot(state, appearance: appearance)
    guard !rows.isEmpty else {
      let lines = ["No neuron here has a distance", "Esc shows all   ] other stages"]
      return EmptyView.draw(lines, into: &grid, in: region, appearance: appearance)
    }
    plot.draw(into: &grid, in: region, appearance: appearance)
  }

  /// The plot, and the row of the snapshots of each of its points.
  static func plot(_ state: ExplorerState, appearance: Appearance?) -> (plot: ScatterPlot, rows: [Int]) {
    guard let pair = state.pair, let comparison = state.comparison(pair) else {
      let axis = PlotAxis("", from: 0, to: 1)
      return (ScatterPlot(frame: PlotFrame(x: axis, y: axis), points: []), [])
    }
    let source = state.source
    let step = max(1, state.table.rows.count / pointLimit)
    var rows: [Int] = []
    var points: [PlotPoint] = []
    func add(_ row: Int) {
      guard let moved = comparison.moved(row) else { return }
      let verdict = source.verdict(of: row, pair: pair)
      let isMarked = state.marks.rows.contains(row)
      let role = isMarked ? Role.mark : verdict.role
      rows.append(row)
      points.append(
        PlotPoint(
          x: Double(comparison.unionLength(row)), y: moved,
          group: isMarked ? 2 : verdict == .insufficient ? behind : 0, style: appearance?[role] ?? .plain))
    }
    for place in stride(from: 0, to: state.table.rows.count, by: step) { add(Int(state.table.rows[place])) }
    var selected = rows.firstIndex(of: state.neuron)
    if selected == nil, step > 1 {
      add(state.neuron)
      selected = rows.last == state.neuron ? rows.count - 1 : nil
    }
    let name = pair.text(arrow: appearance?.glyphs.arrow ?? ">")
    // What has no evidence must not stretch the axes; it is drawn where it fits.
    let solid = points.filter { $0.group != behind }
    let shown = solid.isEmpty ? points : solid
    let frame = PlotFrame(
      x: PlotAxis("tokens preferred in either stage", covering: shown.map(\.x), scale: .logarithmic),
      y: PlotAxis(
        comparison.isTested ? "moved \(name) beyond chance" : "distance \(name)", covering: shown.map(\.y)))
    let isMono = appearance?.capabilities.colorDepth == .mono
    return (
      ScatterPlot(
        frame: frame, points: points, selected: selected,
        marks: isMono || points.count < 400 ? .shapes : .dots), rows
    )
  }

  /// What the dots mean, and where the selected neuron is.
  static func caption(_ state: ExplorerState, glyphs: Glyphs) -> String {
    let shapes = glyphs.points
    let legend = "\(shapes[0]) shared  \(shapes[1]) too few wins  \(shapes[2]) marked"
    guard let pair = state.pair, let comparison = state.comparison(pair) else { return legend }
    let name = state.run.sites.neuron(atRow: state.neuron).description
    guard let moved = comparison.moved(state.neuron) else {
      return "\(name) has no distance: it is \(state.verdict(of: state.neuron)?.word ?? "")   \(legend)"
    }
    let value = comparison.isTested ? Figure.difference(moved) : Figure.share(moved)
    return "\(name): \(comparison.unionLength(state.neuron)) tokens, moved \(value)   \(legend)"
  }
}
