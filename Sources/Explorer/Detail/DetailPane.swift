import NeuronPreferences
import TerminalUI

/// One neuron: what it prefers in each stage, beside each other.
enum DetailPane {
  /// The narrowest useful column of a stage.
  static let columnWidth = 19

  /// The keys that matter while it has the whole screen.
  static let hints = [
    CommandHint("down", "next neuron", 8), CommandHint("next-stage", "stage", 6),
    CommandHint("side-by-side", "side by side", 5), CommandHint("page-down", "more tokens", 4),
    CommandHint("contexts", "contexts", 5), CommandHint("mark", "mark", 5), CommandHint("back", "table", 9),
    CommandHint("help", "help", 9),
  ]

  static func draw(_ state: ExplorerState, into grid: inout Grid, in region: Rect, appearance: Appearance) {
    guard state.run.neuronCount > 0, !region.isEmpty else { return }
    if state.table.rows.isEmpty { return }
    let head = heading(state, appearance: appearance)
    for (index, line) in head.enumerated() { grid.write(line, in: region.row(index)) }
    let isRoomy = region.height > head.count + 8
    if isRoomy { grid.write(legend(state, appearance: appearance), in: region.row(head.count)) }
    let below = region.splitTop(head.count + (isRoomy ? 1 : 0)).rest
    let (rest, contexts) = below.splitBottom(ContextLines.rows(state, height: region.height))
    ContextLines(state: state, appearance: appearance).draw(into: &grid, in: contexts)
    let stages = stagesInSight(state, width: region.width)
    let lists = stages.map { Self.lists(state, stage: $0, limit: state.detailOffset + rest.height) }
    let scale = lists.compactMap { $0.tokens.top.first?.share }.max() ?? 0
    let tagScale = lists.compactMap { $0.tags?.top.first?.share }.max() ?? 0
    for (place, (part, stage)) in zip(rest.columns(stages.count, gap: 2), stages).enumerated() {
      StageColumn(
        state: state, stage: stage, tokens: lists[place].tokens, tags: lists[place].tags,
        fault: lists[place].fault, scale: scale, tagScale: tagScale,
        hasTags: state.run.hasTags, appearance: appearance
      ).draw(into: &grid, in: part)
    }
  }

  /// Name and state, then what the state rests on.
  private static func heading(_ state: ExplorerState, appearance: Appearance) -> [StyledText] {
    let id = state.run.sites.neuron(atRow: state.detailNeuron)
    var title = StyledText(id.description, appearance[.title])
    let glyphs = appearance.glyphs
    if let pair = state.pair, let verdict = state.verdict(of: state.detailNeuron) {
      title.append("  ")
      title.append(
        "\(verdict.word) \(pair.text(arrow: glyphs.arrow))", appearance[verdict.role].adding(.bold))
    }
    if state.marks.rows.contains(state.detailNeuron) {
      title.append("  \(glyphs.marked) marked", appearance[.mark])
    }
    var lines = [title, StyledText(EvidenceLine.text(state), appearance[.dim])]
    if let reason = state.marks.reasons[state.detailNeuron] {
      lines.append(StyledText("marked because: \(reason)", appearance[.mark]))
    }
    if let note = state.marks.notes[state.detailNeuron]?.last {
      lines.append(StyledText("note: \(note)", appearance[.mark]))
    }
    return lines
  }

  /// What the percentages are shares of.
  private static func legend(_ state: ExplorerState, appearance: Appearance) -> StyledText {
    let text = state.shareKind == .paper ? "% of mean activation (paper)" : "% of activation mass"
    return StyledText(text)
  }

  /// The stages that have a column: all where they fit, else a window with the shown one in it.
  static func stagesInSight(_ state: ExplorerState, width: Int) -> [Int] {
    let count = state.run.stages.count
    guard state.isSideBySide else { return [state.shownStage] }
    let fitting = min(count, max(1, (width + 2) / (columnWidth + 2)))
    // The window stands where the stages compared are in it, and follows the shown one out of it.
    let start = min(state.pair?.from ?? 0, count - fitting)
    let offset = Scrolling.offset(start, showing: state.shownStage, count: count, height: fitting)
    return Array(offset..<(offset + fitting))
  }

  /// The stages in sight, each with the one before it: the detail shows how far the neuron moved between them.
  static func pairsInSight(_ state: ExplorerState) -> [StagePair] {
    let region = state.layout.detail
    guard !region.isEmpty else { return [] }
    return stagesInSight(state, width: region.width).filter { $0 > 0 }
      .map { StagePair(from: $0 - 1, to: $0) }
  }

  private static func lists(
    _ state: ExplorerState, stage: Int, limit: Int
  ) -> (tokens: PreferenceList, tags: PreferenceList?, fault: Bool) {
    let snapshot = state.run.stages[stage].snapshot
    do throws(SnapshotError) {
      let tokens = try snapshot.tokens.topShares(
        ofRow: state.detailNeuron, limit: limit, of: state.shareKind)
      let tags = try snapshot.tags?.topShares(
        ofRow: state.detailNeuron, limit: limit, of: state.shareKind)
      return (tokens, tags, false)
    } catch {
      return (.empty, nil, true)
    }
  }
}
