import Measures
import NeuronPreferences
import TerminalUI

/// What a neuron lost and what it gained between the stages compared, beside each other: tokens, then tags, each with
/// its shares of the mass and how often it was counted, before and after.
struct ChangeLists {
  /// One of the four lists.
  struct Part {
    let changes: [PreferenceChange]
    /// The largest change of its kind, lost or gained.
    let scale: Double
    let region: Rect
    let window: ListWindow
  }

  let state: ExplorerState
  let pair: StagePair
  let region: Rect
  private let tokens: [[PreferenceChange]]
  private let tags: [[PreferenceChange]]
  private let isDamaged: Bool

  init(_ state: ExplorerState, _ pair: StagePair, in region: Rect) {
    self.state = state
    self.pair = pair
    self.region = region
    let (before, after) = (state.run.stages[pair.from].snapshot, state.run.stages[pair.to].snapshot)
    func lists(_ feature: FeatureKind) throws(SnapshotError) -> [[PreferenceChange]] {
      let changes = try PreferenceChange.lostAndGained(
        feature, row: state.detailNeuron, from: before, to: after)
      return [changes.lost, changes.gained]
    }
    do throws(SnapshotError) {
      let hasTags = before.tags != nil && after.tags != nil
      let changedTokens = try lists(.token)
      let changedTags = try hasTags ? lists(.tag) : []
      (tokens, tags, isDamaged) = (changedTokens, changedTags, false)
    } catch {
      (tokens, tags, isDamaged) = ([], [], true)
    }
  }

  /// Lost tokens, gained tokens, lost tags, gained tags, as far as there are any.
  var parts: [Part] {
    let body = region.splitTop(1).rest
    let (above, below) = body.splitBottom(tags.isEmpty ? 0 : min(7, body.height / 3))
    func placed(_ lists: [[PreferenceChange]], in region: Rect) -> [Part] {
      let scale = lists.compactMap { $0.first.map { abs($0.change) } }.max() ?? 0
      return zip(lists, region.columns(2, gap: 2)).map { changes, region in
        Part(
          changes: changes, scale: scale, region: region,
          window: ListWindow(count: changes.count, height: region.height, halfPages: state.detailOffset))
      }
    }
    return placed(tokens, in: above) + placed(tags, in: below.splitTop(below.height > 3 ? 1 : 0).rest)
  }

  func draw(into grid: inout Grid, appearance: Appearance) {
    guard !region.isEmpty else { return }
    if isDamaged {
      grid.write(StyledText("row damaged in file", appearance[.error]), in: region.row(0))
      return
    }
    let pair = pair.text(arrow: appearance.glyphs.arrow)
    let titles = [("lost", Role.stateForgotten), ("gained", .stateGained)]
    for ((title, role), column) in zip(titles, region.row(0).columns(2, gap: 2)) {
      grid.write(StyledText(" \(title) \(pair) ", appearance[role].adding([.bold, .underline])), in: column)
    }
    for part in parts { draw(part, into: &grid, appearance: appearance) }
  }

  private func draw(_ part: Part, into grid: inout Grid, appearance: Appearance) {
    if part.changes.isEmpty {
      grid.write(StyledText(appearance.glyphs.missing, appearance[.dim]), in: part.region.row(0))
    }
    for (change, y) in zip(part.changes[part.window.range], 0...) {
      draw(change, scale: part.scale, into: &grid, in: part.region.row(y), appearance: appearance)
    }
    part.window.drawCount(into: &grid, in: part.region, appearance: appearance)
  }

  /// "of       ████ 99%→74%  1012→760"
  private func draw(
    _ change: PreferenceChange, scale: Double, into grid: inout Grid, in line: Rect, appearance: Appearance
  ) {
    let arrow = appearance.glyphs.arrow
    let shares = "\(Figure.percent(change.before))\(arrow)\(Figure.percent(change.after))"
    let counts = "\(Figure.count(change.countBefore))\(arrow)\(Figure.count(change.countAfter))"
    var (rest, numbers) = line.splitRight(min(9, line.width / 2))
    grid.write(StyledText(shares), in: numbers, alignment: .right)
    if line.width >= 32 {
      (rest, numbers) = rest.splitRight(12)
      grid.write(StyledText(counts, appearance[.dim]), in: numbers, alignment: .right)
    }
    let (name, bar) = rest.splitLeft(min(rest.width, max(8, rest.width * 3 / 5)))
    grid.write(StyledText(change.name), in: name.splitLeft(name.width - 1).left)
    Bar(scale > 0 ? abs(change.change) / scale : 0, style: appearance[.text])
      .draw(into: &grid, in: bar.splitRight(1).rest, appearance: appearance)
  }
}
