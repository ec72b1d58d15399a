import Measures
import TerminalUI

extension ViewDescription {
  /// The table.
  public static let table = ViewDescription(
    "table", key: "T", summary: "the table", isPlot: false,
    caption: { state, _ in NeuronTable.caption(state) }, draw: NeuronTable.draw, hints: NeuronTable.hints,
    click: NeuronTable.click, exported: { $0.exported(NeuronTable.measures($0), limit: $1) })
}

extension NeuronTable {
  static func caption(_ state: ExplorerState) -> String {
    guard let pair = state.pair else {
      return
        "What each neuron prefers in stage \(state.run.stages[0].label); a second stage would show change"
    }
    let from = "\(pair.from + 1) \(state.run.stages[pair.from].label)"
    let to = "\(pair.to + 1) \(state.run.stages[pair.to].label)"
    let count = Figure.counted(state.table.rows.count, "neuron")
    switch state.table.list {
    case .forgotten:
      return "\(count) lost wins from \(from) to \(to): a fifth left or none (Esc: all)"
    case .gained:
      return "\(count) won more from \(from) to \(to): 5 times, or anew (Esc: all)"
    case .moved:
      let isTested = state.comparison(pair)?.isTested ?? false
      return isTested
        ? "\(count) moved from \(from) to \(to), not by chance (Esc: all)"
        : "\(count) shared by \(from) and \(to) with enough wins to compare (Esc: all)"
    case .ranked:
      guard let ranking = state.ranking else { break }
      return "\(count) \(ranking.caption(state.run.sites, state.run.stages)) (Esc: all)"
    case .marked: return "\(count) marked (Esc: all)"
    case .all: break
    }
    if let filter = state.table.filter {
      return
        "\(count) of \(Figure.grouped(state.run.neuronCount)): \(filter.text)\(state.basisNote) (Esc: all)"
    }
    return "How far preferences moved, \(from) to \(to)" + policyNote(state)
  }

  /// What is counted, where something else could be.
  private static func policyNote(_ state: ExplorerState) -> String {
    guard let next = state.nextPolicy, let key = state.keymap.keys(for: "policy").first else { return "" }
    return ", by \(state.policyKind.events) (\(key.shownName): \(next.kind))"
  }

  fileprivate static func hints(_ state: ExplorerState) -> [CommandHint] {
    let hints = [
      CommandHint("down", "move", 8), CommandHint("next-stage", "stage", 7),
      CommandHint("side-by-side", "side by side", 4), CommandHint("next-pair", "compare", 3),
      CommandHint("forgotten", "lost", 6), CommandHint("gained", "won", 6),
      CommandHint("moved", "moved", 5), CommandHint("search", "search", 7), CommandHint("token", "token", 3),
      CommandHint("mark", "mark", 6), CommandHint("undo", "undo", 2),
      CommandHint("zoom", "detail", state.layout.detail.isEmpty ? 9 : 6),
      CommandHint("scatter", "scatter", 4), CommandHint("policy", "policy", 3),
      CommandHint("detail", "next page", 3),
      CommandHint("palette", "command", 3),
      CommandHint("text", "own text", 2), CommandHint("columns", "columns", 1),
      CommandHint("help", "help", 9), CommandHint("leave", "quit", 8),
    ]
    return hints.filter { $0.command != "policy" || state.nextPolicy != nil }
  }

  /// A click selects a row, and twice opens its detail; on a heading it sorts.
  fileprivate static func click(
    _ state: inout ExplorerState, _ event: MouseEvent, in region: Rect
  ) -> [Effect] {
    let table = skeleton(state, width: region.width)
    if let place = table.row(at: event.position, in: region) {
      state.select(place: place)
      if event.action == .doubleClick { return state.perform(.toggleZoom) }
    } else if region.row(0).contains(event.position),
      let column = table.column(at: event.position, in: region)
    {
      return state.sort(by: column)
    }
    return []
  }
}
