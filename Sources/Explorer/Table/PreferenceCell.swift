import Measures
import NeuronPreferences
import TerminalUI

/// What a neuron likes, in a cell of the table: "of to → even of formula". Read for the rows in sight only.
struct PreferenceCell {
  let state: ExplorerState
  let appearance: Appearance

  /// The strongest tokens by share of mass at both stages, as many as there is room for. O(entries of the row).
  func tokens(_ pair: StagePair, _ row: Int, _ width: Int) -> StyledText {
    let after = names(pair.to, row, width: width)
    guard pair.from != pair.to else {
      return StyledText([span(after, width: width, of: pair.to, row)])
    }
    let arrow = " \(appearance.glyphs.arrow) "
    let room = max(0, width - TerminalText.width(of: arrow))
    let before = names(pair.from, row, width: width)
    // What one side does not need the other one has.
    let needed = TerminalText.width(of: after.joined(separator: " "))
    let left = span(before, width: max(room / 2, room - max(1, needed)), of: pair.from, row)
    let right = span(after, width: room - TerminalText.width(of: left.text), of: pair.to, row)
    return StyledText([left, Span(arrow, appearance[.dim]), right])
  }

  /// The class that holds at least half of its mass at both stages: "prep→noun", or once where it is the same.
  func classes(_ pair: StagePair, _ row: Int) -> StyledText {
    let (before, after) = (kind(pair.from, row), kind(pair.to, row))
    if before == after { return StyledText(after) }
    return StyledText(before + appearance.glyphs.arrow + after)
  }

  /// The tag that holds most of its mass at both stages, or once where it is the same.
  func tags(_ pair: StagePair, _ row: Int) -> StyledText {
    let (before, after) = (tag(pair.from, row), tag(pair.to, row))
    return StyledText(before == after ? after : before + appearance.glyphs.arrow + after)
  }

  private func tag(_ stage: Int, _ row: Int) -> String {
    (try? state.run.stages[stage].strongestTag(row))?.name ?? appearance.glyphs.missing
  }

  private func names(_ stage: Int, _ row: Int, width: Int) -> [String] {
    let snapshot = state.run.stages[stage].snapshot
    let ranked = try? snapshot.ranked(ofRow: row, by: .mass, limit: min(12, width / 3 + 1))
    return (ranked ?? .none).top.map { snapshot.tokens.name(of: $0.preference.feature) }
  }

  /// As many whole tokens as fit; the first one cut where it does not. Faint where they rest on too little.
  private func span(_ names: [String], width: Int, of stage: Int, _ row: Int) -> Span {
    let isSupported = state.run.stages[stage].wins(row) >= FeatureKind.token.minimumSupport
    let style = appearance[isSupported ? .text : .dim]
    guard let first = names.first else { return Span(appearance.glyphs.missing, appearance[.dim]) }
    var text = TerminalText.truncated(first, to: width, sign: appearance.glyphs.ellipsis)
    for name in names.dropFirst() {
      guard TerminalText.width(of: text) + 1 + TerminalText.width(of: name) <= width else { break }
      text += " " + name
    }
    return Span(text, style)
  }

  private func kind(_ stage: Int, _ row: Int) -> String {
    let snapshot = state.run.stages[stage].snapshot
    guard let tags = snapshot.tags, let shares = try? ClassShares(ofRow: row, in: tags),
      !shares.shares.isEmpty
    else { return appearance.glyphs.missing }
    return shares.main?.abbreviation ?? "mixed"
  }
}
