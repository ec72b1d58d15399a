import Measures
import NeuronPreferences
import TerminalUI

/// One neuron: what it prefers in each stage, beside each other.
enum DetailPane {
  /// The keys that matter while it has the whole screen.
  static let hints = [
    CommandHint("down", "next neuron", 8), CommandHint("next-stage", "stage", 6),
    CommandHint("detail", "lost, gained", 7), CommandHint("shares", "shares", 4),
    CommandHint("side-by-side", "side by side", 3), CommandHint("page-down", "more", 5),
    CommandHint("contexts", "contexts", 5), CommandHint("mark", "mark", 5), CommandHint("back", "table", 9),
    CommandHint("help", "help", 9),
  ]

  static func draw(_ state: ExplorerState, into grid: inout Grid, in region: Rect, appearance: Appearance) {
    guard state.run.neuronCount > 0, !region.isEmpty else { return }
    if state.table.rows.isEmpty { return }
    let head = DetailHeading.lines(state, appearance: appearance)
    let layout = DetailLayout(state, in: region, headingLines: head.count)
    for (index, line) in head.enumerated() { grid.write(line, in: layout.heading.row(index)) }
    SummaryLines.draw(
      state, layout.summarised, into: &grid, in: layout.summaries, appearance: appearance)
    grid.write(DetailHeading.legend(state, layout), in: layout.legend)
    if state.shownDetailPage == .changes, let pair = state.pair {
      ChangeLists(state, pair, in: layout.lists).draw(into: &grid, appearance: appearance)
    } else {
      drawColumns(state, layout, into: &grid, appearance: appearance)
    }
    ActivityPanel(state: state, stages: layout.stages, appearance: appearance)
      .draw(into: &grid, in: layout.activity)
    ContextLines(state, in: layout.contexts).draw(into: &grid, appearance: appearance)
  }

  private static func drawColumns(
    _ state: ExplorerState, _ layout: DetailLayout, into grid: inout Grid, appearance: Appearance
  ) {
    let columns = columns(state, layout)
    let scale = columns.compactMap { $0.tokens.top.first?.value }.max() ?? 0
    let tagScale = columns.compactMap { $0.tags?.top.first?.value }.max() ?? 0
    for column in columns {
      column.draw(scale: scale, tagScale: tagScale, into: &grid, appearance: appearance)
    }
  }

  /// The columns of the stages in sight.
  private static func columns(_ state: ExplorerState, _ layout: DetailLayout) -> [StageColumn] {
    guard !layout.lists.isEmpty else { return [] }
    return zip(layout.stages, layout.lists.columns(layout.stages.count, gap: 2)).map { stage, region in
      StageColumn(state, stage: stage, in: region)
    }
  }

  /// The lists in sight, which scroll together.
  static func windows(_ state: ExplorerState) -> [ListWindow] {
    let region = state.layout.detail
    guard state.run.neuronCount > 0, !region.isEmpty else { return [] }
    let lines = DetailHeading.lineCount(state)
    let layout = DetailLayout(state, in: region, headingLines: lines)
    let contexts = ContextLines(state, in: layout.contexts).columns.map(\.window)
    if state.shownDetailPage == .changes, let pair = state.pair {
      return ChangeLists(state, pair, in: layout.lists).parts.map(\.window) + contexts
    }
    return columns(state, layout).flatMap { [$0.tokenWindow, $0.tagWindow] } + contexts
  }
}
