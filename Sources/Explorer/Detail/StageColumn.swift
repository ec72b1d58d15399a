import NeuronPreferences
import TerminalUI

/// The column of one stage in the detail: statistics, then tokens and tags as bars.
///
/// Which line holds what depends on the height alone, so that nothing jumps between neurons and stages.
struct StageColumn {
  let state: ExplorerState
  let stage: Int
  let tokens: PreferenceList
  let tags: PreferenceList?
  /// Whether the neuron's row of the snapshot is damaged.
  let fault: Bool
  /// The largest share of a token in sight, which has the longest bar.
  let scale: Double
  /// The same for tags.
  let tagScale: Double
  /// Whether any stage of the run has tags.
  let hasTags: Bool
  let appearance: Appearance

  private var source: Stage { state.run.stages[stage] }
  private var isShown: Bool { stage == state.shownStage }

  func draw(into grid: inout Grid, in region: Rect) {
    guard !region.isEmpty else { return }
    var rest = region
    func take(_ rows: Int) -> Rect {
      let (top, below) = rest.splitTop(rows)
      rest = below
      return top
    }
    drawHeading(into: &grid, in: take(1))
    for line in statistics { grid.write(line, in: take(rest.height > 2 ? 1 : 0)) }
    let tagRows = hasTags ? min(6, rest.height / 3) : min(1, rest.height / 8)
    let (tokenPart, tagPart) = rest.splitBottom(tagRows)
    drawTokens(into: &grid, in: tokenPart)
    drawTags(into: &grid, in: tagPart)
  }

  private func drawHeading(into grid: inout Grid, in line: Rect) {
    var style = appearance[.stage(stage)]
    style = isShown ? style.adding([.bold, .reverse]) : style.adding(.underline)
    let heading = " \(stage + 1) \(source.label) "
    grid.write(StyledText(heading, style), in: line)
  }

  /// Wins, length with mass, and what became of the neuron since the stage before.
  private var statistics: [StyledText] {
    let row = state.detailNeuron
    let wins = source.wins(row)
    let needed = FeatureKind.token.minimumSupport
    var first = StyledText(Figure.counted(wins, "win"))
    if wins == 0 {
      first = StyledText("no wins", appearance[.stateNever])
    } else if wins < needed {
      first = StyledText("too few wins (\(wins))", appearance[.stateInsufficient])
    }
    let mass = StyledText(
      "len \(Figure.count(source.length(row))) mass \(Figure.quantity(source.mass(row)))")
    guard stage > 0 else { return [first, mass, StyledText("first stage", appearance[.dim])] }
    let pair = StagePair(from: stage - 1, to: stage)
    let verdict = state.source.verdict(of: row, pair: pair)
    var change = StyledText("from \(stage): ")
    if let distance = state.comparisons[pair]?.distance(row), verdict != .insufficient {
      change.append("\(Figure.share(distance)) ")
    }
    change.append(verdict.word, appearance[verdict.role])
    return [first, mass, change]
  }

  private func drawTokens(into grid: inout Grid, in region: Rect) {
    guard !region.isEmpty else { return }
    if fault {
      grid.write(StyledText("row damaged in file", appearance[.error]), in: region.row(0))
      return
    }
    if tokens.length == 0 {
      grid.write(StyledText(appearance.glyphs.missing, appearance[.dim]), in: region.row(0))
      return
    }
    let left = tokens.top.dropFirst(state.detailOffset)
    let hasMore = tokens.length - state.detailOffset > region.height
    let shown = hasMore ? region.height - 1 : region.height
    for (share, y) in zip(left, 0..<max(0, shown)) {
      draw(share, scale: scale, into: &grid, in: region.row(y))
    }
    if hasMore, shown >= 0 {
      let more = tokens.length - state.detailOffset - shown
      let text = "\(appearance.glyphs.ellipsis)\(Figure.grouped(more)) more"
      grid.write(StyledText(text, appearance[.dim]), in: region.row(shown))
    }
  }

  private func drawTags(into grid: inout Grid, in region: Rect) {
    guard !region.isEmpty else { return }
    guard let tags else {
      grid.write(StyledText(fault ? "" : "no tags", appearance[.dim]), in: region.row(region.height - 1))
      return
    }
    let rows = region.height > 3 ? region.splitTop(1).rest : region
    for (share, y) in zip(tags.top, 0..<rows.height) {
      draw(share, scale: tagScale, into: &grid, in: rows.row(y))
    }
  }

  /// "film   ████▌ .19"
  private func draw(_ share: PreferenceShare, scale: Double, into grid: inout Grid, in line: Rect) {
    let (rest, number) = line.splitRight(4)
    let (name, bars) = rest.splitLeft(min(max(10, min(15, rest.width * 2 / 3)), rest.width))
    let label = name.splitLeft(name.width - 1).left
    grid.write(StyledText(share.name, appearance[matches(share.name) ? .match : .text]), in: label)
    // In the text's style: the heading has the stage's colour, and switching on every line would cost a tenth
    // of the whole screen's bytes.
    Bar(scale > 0 ? share.share / scale : 0, style: appearance[.text])
      .draw(into: &grid, in: bars.splitRight(1).rest, appearance: appearance)
    grid.write(StyledText(Figure.percent(share.share)), in: number, alignment: .right)
  }

  /// Whether a token is what was searched for.
  private func matches(_ name: String) -> Bool {
    let text = state.prompt?.kind == .search ? state.prompt?.input.string : state.lastSearch
    guard let text, !text.isEmpty else { return false }
    return TokenMatcher.contains(name.lowercased().utf8, Array(text.lowercased().utf8))
  }
}
