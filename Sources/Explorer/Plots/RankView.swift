import Measures
import TerminalUI

extension ViewDescription {
  /// Activation mass by rank, the stages overlaid.
  public static let ranks = ViewDescription(
    "ranks", key: "M", summary: "activation mass by rank", caption: { state, _ in RankView.caption(state) },
    draw: RankView.draw,
    needs: { state in
      state.findMassRank()
      return state.needSummaries(RankView.stages(state))
    }, exported: { state, limit in state.exported(RankView.stages(state).map { .mass($0) }, limit: limit) })
}

/// Activation mass by rank, the stages overlaid: how few neurons carry how much.
enum RankView {
  static func draw(_ state: ExplorerState, into grid: inout Grid, in region: Rect, appearance: Appearance) {
    let stages = stages(state)
    let summaries = stages.compactMap { state.summaries[$0] }
    guard summaries.count == stages.count else {
      return EmptyView.draw(["Reading all neurons"], into: &grid, in: region, appearance: appearance)
    }
    let points = summaries.flatMap(\.ranks)
    guard !points.isEmpty else {
      return EmptyView.draw(["No neuron won a token"], into: &grid, in: region, appearance: appearance)
    }
    let frame = PlotFrame(
      x: PlotAxis("rank by mass", from: 1, to: Double(points.map(\.rank).max() ?? 1)),
      y: PlotAxis("mass", covering: points.map(\.mass), scale: .logarithmic))
    let series = zip(stages, summaries).map { index, summary in
      LinePlot.Series(
        "\(index + 1) \(state.run.stages[index].label)", summary.ranks.map { (Double($0.rank), $0.mass) },
        style: appearance[.stage(index)])
    }
    LinePlot(frame: frame, series: series, cursor: state.massRank?.rank.map { Double($0) })
      .draw(into: &grid, in: region, appearance: appearance)
  }

  /// More lines than this nobody can tell apart.
  private static let lineLimit = 9

  /// The stages that have a line: all, or of many the shown one, those compared, and some of the others.
  static func stages(_ state: ExplorerState) -> [Int] {
    let count = state.run.stages.count
    guard count > lineLimit else { return Array(0..<count) }
    var stages: Set<Int> = [state.shownStage]
    if let pair = state.pair { stages.formUnion([pair.from, pair.to]) }
    let others = lineLimit - stages.count
    for place in 0..<others { stages.insert(place * (count - 1) / max(1, others - 1)) }
    return stages.sorted()
  }

  static func caption(_ state: ExplorerState) -> String {
    let name = state.run.sites.neuron(atRow: state.neuron).description
    let stage = "\(state.shownStage + 1) \(state.run.stages[state.shownStage].label)"
    guard let rank = state.massRank?.rank else { return "\(name) has no mass in \(stage)" }
    let mass = Figure.quantity(state.run.stages[state.shownStage].mass(state.neuron))
    return "\(name) has rank \(Figure.grouped(rank)) with mass \(mass) in \(stage)"
  }
}
