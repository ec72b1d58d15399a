import Measures
import NeuronPreferences
import TerminalUI

/// The column of one stage in the detail: statistics, then tokens and tags as bars.
///
/// Which line holds what depends on the height alone, so that nothing jumps between neurons and stages.
struct StageColumn {
  /// From so many columns on, a token has how often it was counted beside it.
  static let countWidth = 27
  /// From so many on, its largest activation too.
  static let maximumWidth = 34

  /// The tokens as far as they are in sight.
  let tokens: RankedPreferences
  let tokenWindow: ListWindow
  /// The tags as far as they are in sight; nil without tags.
  let tags: RankedPreferences?
  let tagWindow: ListWindow

  private let state: ExplorerState
  private let stage: Int
  private let isDamaged: Bool
  private let heading: Rect
  private let statistics: Rect
  private let tokenRegion: Rect
  private let tagRegion: Rect

  init(_ state: ExplorerState, stage: Int, in region: Rect) {
    self.state = state
    self.stage = stage
    var rest = region
    (heading, rest) = rest.splitTop(1)
    (statistics, rest) = rest.splitTop(min(state.layout.isDetailRoomy ? 3 : 2, max(0, rest.height - 2)))
    let tagRows = state.run.hasTags ? min(7, rest.height * 2 / 5) : min(1, rest.height / 8)
    let (upper, lower) = rest.splitBottom(tagRows)
    tokenRegion = upper
    tagRegion = lower.splitTop(lower.height > 3 ? 1 : 0).rest
    let snapshot = state.run.stages[stage].snapshot
    let row = state.detailNeuron
    tokenWindow = ListWindow(
      count: snapshot.tokens.length[row], height: tokenRegion.height, halfPages: state.detailOffset)
    tagWindow = ListWindow(
      count: snapshot.tags?.length[row] ?? 0, height: tagRegion.height, halfPages: state.detailOffset)
    func ranked(_ feature: FeatureKind, _ window: ListWindow) throws(SnapshotError) -> RankedPreferences {
      try snapshot.ranked(feature, ofRow: row, by: state.shareKind, limit: window.range.upperBound)
    }
    var lists: (tokens: RankedPreferences, tags: RankedPreferences?)?
    do throws(SnapshotError) {
      let tokens = try ranked(.token, tokenWindow)
      let tags = try snapshot.tags == nil ? nil : ranked(.tag, tagWindow)
      lists = (tokens, tags)
    } catch {
      lists = nil
    }
    tokens = lists?.tokens ?? .none
    tags = lists?.tags
    isDamaged = lists == nil
  }

  private var source: Stage { state.run.stages[stage] }

  func draw(scale: Double, tagScale: Double, into grid: inout Grid, appearance: Appearance) {
    drawHeading(into: &grid, appearance: appearance)
    for (line, y) in zip(facts(appearance), 0..<statistics.height) {
      grid.write(line, in: statistics.row(y))
    }
    if isDamaged {
      grid.write(StyledText("row damaged in file", appearance[.error]), in: tokenRegion.row(0))
      return
    }
    drawTokens(scale: scale, into: &grid, appearance: appearance)
    guard let tags else {
      let line = tagRegion.row(max(0, tagRegion.height - 1))
      if !tagRegion.isEmpty { grid.write(StyledText("no tags", appearance[.dim]), in: line) }
      return
    }
    draw(
      tags, source.snapshot.tags, tagWindow, scale: tagScale, into: &grid, in: tagRegion,
      appearance: appearance)
  }

  private func drawHeading(into grid: inout Grid, appearance: Appearance) {
    var style = appearance[.stage(stage)]
    style = stage == state.shownStage ? style.adding([.bold, .reverse]) : style.adding(.underline)
    grid.write(StyledText(" \(stage + 1) \(source.label) ", style), in: heading)
  }

  /// Wins, length with mass, and what became of the neuron since the stage compared with.
  private func facts(_ appearance: Appearance) -> [StyledText] {
    let row = state.detailNeuron
    let wins = source.wins(row)
    let events = state.policyKind.events
    var first = StyledText(Figure.counted(wins, state.policyKind.event))
    if wins == 0 {
      first = StyledText("no \(events)", appearance[.stateNever])
    } else if wins < FeatureKind.token.minimumSupport {
      first = StyledText("too few \(events) (\(wins))", appearance[.stateInsufficient])
    }
    let mass = StyledText(
      "len \(Figure.count(source.length(row))) mass \(Figure.quantity(source.mass(row)))")
    guard let pair = DetailStages.pair(state, of: stage) else {
      return [first, mass, StyledText("first stage", appearance[.dim])]
    }
    let verdict = state.source.verdict(of: row, pair: pair)
    var change = StyledText("from \(pair.from + 1): ")
    if let distance = state.comparison(pair)?.distance(row), verdict != .insufficient {
      change.append("\(Figure.share(distance)) ")
    }
    change.append(verdict.word, appearance[verdict.role])
    return [first, mass, change]
  }

  private func drawTokens(scale: Double, into grid: inout Grid, appearance: Appearance) {
    if tokens.length == 0, !tokenRegion.isEmpty {
      grid.write(StyledText(appearance.glyphs.missing, appearance[.dim]), in: tokenRegion.row(0))
    }
    draw(
      tokens, source.snapshot.tokens, tokenWindow, scale: scale, into: &grid, in: tokenRegion,
      appearance: appearance)
  }

  private func draw(
    _ list: RankedPreferences, _ names: FeatureTable?, _ window: ListWindow, scale: Double,
    into grid: inout Grid, in region: Rect, appearance: Appearance
  ) {
    guard let names, !region.isEmpty else { return }
    for (entry, y) in zip(list.top.dropFirst(window.range.lowerBound), 0..<window.rows) {
      draw(
        entry, names.name(of: entry.preference.feature), scale: scale, into: &grid, in: region.row(y),
        appearance: appearance)
    }
    window.drawCount(into: &grid, in: region, appearance: appearance)
  }

  /// "film   ████▌ 19%", with how often and how strongly at most where there is room.
  private func draw(
    _ entry: RankedPreferences.Entry, _ name: String, scale: Double, into grid: inout Grid, in line: Rect,
    appearance: Appearance
  ) {
    // A share takes four columns, and a blank where another number stands before it.
    var (rest, cell) = line.splitRight(line.width >= Self.countWidth ? 5 : 4)
    let number = entry.value.map { StyledText(state.shareKind.text($0)) }
    grid.write(number ?? StyledText(appearance.glyphs.missing, appearance[.dim]), in: cell, alignment: .right)
    if line.width >= Self.maximumWidth {
      (rest, cell) = rest.splitRight(6)
      grid.write(
        StyledText(Figure.activation(entry.preference.maximum), appearance[.dim]), in: cell,
        alignment: .right)
    }
    if line.width >= Self.countWidth {
      (rest, cell) = rest.splitRight(6)
      grid.write(
        StyledText(Figure.count(entry.preference.count), appearance[.dim]), in: cell, alignment: .right)
    }
    let (label, bars) = rest.splitLeft(min(max(10, min(15, rest.width * 2 / 3)), rest.width))
    grid.write(
      StyledText(name, appearance[matches(name) ? .match : .text]), in: label.splitLeft(label.width - 1).left)
    // In the text's style: the heading has the stage's colour, and switching on every line would cost a tenth
    // of the whole screen's bytes.
    Bar(scale > 0 ? (entry.value ?? 0) / scale : 0, style: appearance[.text])
      .draw(into: &grid, in: bars.splitRight(1).rest, appearance: appearance)
  }

  /// Whether a token is what was searched for.
  private func matches(_ name: String) -> Bool {
    let text = state.prompt?.kind == .search ? state.prompt?.input.string : state.lastSearch
    guard let text, !text.isEmpty else { return false }
    return TextPattern(text, isWhole: false).matches(name)
  }
}
