import TerminalUI

/// One sentence that says what is seen.
enum CaptionLine {
  static func draw(_ state: ExplorerState, into grid: inout Grid, in line: Rect, appearance: Appearance) {
    guard !line.isEmpty else { return }
    grid.write(StyledText(" " + text(state, appearance.glyphs), appearance[.dim]), in: line)
  }

  static func text(_ state: ExplorerState, _ glyphs: Glyphs) -> String {
    switch state.view {
    case .table: tableText(state)
    case .scatter: ScatterView.caption(state, glyphs: glyphs)
    case .lengths: "A line a neuron: leaning left it won fewer different tokens later, leaning right more"
    case .ranks: RankView.caption(state)
    case .tags: "How much of each part of speech the text holds, and how much of what neurons prefer"
    case .curves: CurveView.caption(state)
    case .pruning: PruningView.caption(state)
    case .ownText: OwnTextView.caption(state, glyphs: glyphs)
    }
  }

  private static func tableText(_ state: ExplorerState) -> String {
    guard let pair = state.pair else {
      return
        "What each neuron prefers in stage \(state.run.stages[0].label); a second stage would show change"
    }
    let from = "\(pair.from + 1) \(state.run.stages[pair.from].label)"
    let to = "\(pair.to + 1) \(state.run.stages[pair.to].label)"
    let count = Figure.counted(state.table.rows.count, "neuron")
    switch state.table.list {
    case .forgotten: return "\(count) forgotten: won tokens in \(from), none in \(to) (Esc: all)"
    case .gained: return "\(count) gained: won no token in \(from), some in \(to) (Esc: all)"
    case .moved:
      let isTested = state.comparisons[pair]?.isTested ?? false
      return isTested
        ? "\(count) moved from \(from) to \(to), not by chance (Esc: all)"
        : "\(count) shared by \(from) and \(to) with enough wins to compare (Esc: all)"
    case .ranked:
      guard let ranking = state.ranking else { break }
      let stage = state.run.stages[ranking.stage].label
      return "\(count) \(ranking.caption(state.run.sites, stage)) (Esc: all)"
    case .marked: return "\(count) marked (Esc: all)"
    case .all: break
    }
    if let filter = state.table.filter {
      return "\(count) of \(Figure.grouped(state.run.neuronCount)) shown: \(filter.text) (Esc: all)"
    }
    return "How far each neuron's preferred tokens moved from \(from) to \(to)"
  }
}
