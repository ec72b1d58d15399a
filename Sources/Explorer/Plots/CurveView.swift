import Measures
import Runs
import TerminalUI

extension ViewDescription {
  /// Loss and scores by epoch.
  public static let curves = ViewDescription(
    "curves", key: "C", summary: "training, epoch by epoch",
    caption: { state, _ in CurveView.caption(state) }, draw: CurveView.draw(_:into:in:appearance:),
    needs: { $0.needInTurn(StagePairs(stages: $0.run.stages.count).neighbours) },
    opened: { _ in [.readMetrics] })  // At every opening, since training may be going on.
}

/// Training, epoch by epoch: one plot for each of what was trained.
enum CurveView {
  /// What is plotted, the first that there is: name, title, whether on a logarithmic scale.
  private static let choices:
    [(keys: [(key: MetricsLine.Value, label: String)], title: String, isLogarithmic: Bool)] = [
      ([(.perplexity, "held out")], "perplexity", true),
      ([(.accuracy, "accuracy"), (.f1, "F1"), (.auc, "AUC")], "score on held-out documents", false),
      ([(.loss, "held out"), (.trainingLoss, "training")], "loss (nats)", false),
    ]

  static func draw(_ state: ExplorerState, into grid: inout Grid, in region: Rect, appearance: Appearance) {
    guard let metrics = state.metrics else {
      return EmptyView.draw(["Reading"], into: &grid, in: region, appearance: appearance)
    }
    guard !metrics.curves.isEmpty else {
      let lines = ["No training has been recorded", "txray run writes metrics.jsonl, an epoch a line"]
      return EmptyView.draw(lines, into: &grid, in: region, appearance: appearance)
    }
    let moves = moves(state)
    // The plots of training are worth more than the third of a small screen.
    let hasMoves = moves.points.count > 1 && region.height >= 18
    let (top, bottom) = region.splitBottom(hasMoves ? region.height / 3 : 0)
    var rest = top
    if hasMoves { draw(moves, state, into: &grid, in: bottom, appearance: appearance) }
    for (index, curve) in metrics.curves.enumerated() {
      let (part, below) = rest.splitTop(rest.height / (metrics.curves.count - index))
      rest = below
      draw(curve.epochs, named: curve.checkpoint, into: &grid, in: part, appearance: appearance)
    }
  }

  /// How far the shared neurons moved from each stage to the next, in the mean: beyond chance once that is known
  /// of all stages, until then by the distance for all of them.
  private static func moves(
    _ state: ExplorerState
  ) -> (points: [(x: Double, y: Double?)], isTested: Bool) {
    let steps = (1..<max(1, state.run.stages.count)).map {
      state.comparison(StagePair(from: $0 - 1, to: $0))
    }
    let isTested = steps.allSatisfy { $0?.isTested ?? false }
    let points = zip(1..., steps).map { (x: Double($0 + 1), y: isTested ? $1?.mean : $1?.meanDistance) }
    return (points, isTested)
  }

  private static func draw(
    _ moves: (points: [(x: Double, y: Double?)], isTested: Bool), _ state: ExplorerState,
    into grid: inout Grid, in region: Rect, appearance: Appearance
  ) {
    let title = "moved from the stage before, mean" + (moves.isTested ? ", beyond chance" : "")
    let values = moves.points.compactMap(\.y)
    let frame = PlotFrame(
      x: PlotAxis("stage", from: 2, to: Double(state.run.stages.count)),
      y: PlotAxis(title, covering: values + [0]))
    let cursor = state.shownStage > 0 ? Double(state.shownStage + 1) : nil
    LinePlot(
      frame: frame, series: [LinePlot.Series("shared", moves.points, style: appearance[.bar])], cursor: cursor
    ).draw(into: &grid, in: region, appearance: appearance)
  }

  private static func draw(
    _ epochs: [MetricsLine], named name: String, into grid: inout Grid, in region: Rect,
    appearance: Appearance
  ) {
    let chosen = choices.first { choice in
      choice.keys.contains { key in epochs.contains { $0[key.key] != nil } }
    }
    guard let chosen, let first = epochs.first, let last = epochs.last else { return }
    let series = chosen.keys.enumerated().compactMap { index, key -> LinePlot.Series? in
      let points = epochs.map { (x: Double($0.epoch), y: $0[key.key]) }
      guard points.contains(where: { $0.y != nil }) else { return nil }
      return LinePlot.Series(key.label, points, style: appearance[.stage(index)])
    }
    let values = series.flatMap { $0.points.compactMap(\.y) }
    let frame = PlotFrame(
      x: PlotAxis("epoch", from: Double(first.epoch), to: Double(last.epoch)),
      y: PlotAxis(
        "\(name): \(chosen.title)", covering: values, scale: chosen.isLogarithmic ? .logarithmic : .linear))
    LinePlot(frame: frame, series: series).draw(into: &grid, in: region, appearance: appearance)
  }

  static func caption(_ state: ExplorerState) -> String {
    let parts = (state.metrics?.curves ?? []).compactMap { curve -> String? in
      guard let last = curve.epochs.last else { return nil }
      let key = [MetricsLine.Value.perplexity, .accuracy, .loss].first { last[$0] != nil }
      guard let key, let value = last[key] else { return nil }
      return
        "\(curve.checkpoint): \(key.rawValue) \(value < 1 ? Figure.share(value) : Figure.quantity(value)) after epoch \(last.epoch)"
    }
    return parts.isEmpty ? "Training, epoch by epoch" : parts.joined(separator: "   ")
  }
}
