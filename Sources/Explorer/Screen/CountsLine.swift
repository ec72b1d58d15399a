import Measures
import NeuronPreferences
import TerminalUI

/// How many neurons became what, and what the table is sorted by.
enum CountsLine {
  static func draw(_ state: ExplorerState, into grid: inout Grid, in line: Rect, appearance: Appearance) {
    guard !line.isEmpty else { return }
    grid.fill(line, style: appearance[.text])
    let order = order(state, width: line.width / 2 - 1, appearance: appearance)
    let (left, right) = line.splitRight(min(order.width + 1, line.width / 2))
    grid.write(order, in: right.splitLeft(right.width - 1).left, alignment: .right, base: appearance[.dim])
    let counts = counts(state, width: left.width - 3, appearance: appearance)
    grid.write(counts, in: left.splitLeft(1).rest)
  }

  private static func counts(_ state: ExplorerState, width: Int, appearance: Appearance) -> StyledText {
    let marked = state.marks.rows.isEmpty ? "" : "\(Figure.grouped(state.marks.rows.count)) marked"
    guard let pair = state.pair else { return StyledText(marked, appearance[.mark]) }
    guard let counts = state.comparison(pair)?.counts else {
      return StyledText("comparing stages \(pair.text(arrow: " and "))", appearance[.dim])
    }
    let dot = " \(appearance.glyphs.separator) "
    let facts =
      (marked.isEmpty ? [] : [(marked, Role.mark)])
      + Verdict.allCases.compactMap { verdict in
        counts[verdict].flatMap { $0 > 0 ? ("\(verdict.word) \(Figure.grouped($0))", verdict.role) : nil }
      }
    var line = StyledText([])
    for (place, (text, role)) in facts.enumerated() {
      let gap = line.spans.isEmpty ? "" : dot
      // Where not all have room the rest is left out as a whole, and a sign says so.
      let isLast = place == facts.count - 1
      let needed = line.width + TerminalText.width(of: gap + text) + (isLast ? 0 : 2)
      guard needed <= width else {
        if line.width + 2 <= width { line.append(" " + appearance.glyphs.ellipsis, appearance[.dim]) }
        break
      }
      line.append(gap, appearance[.dim])
      line.append(text, appearance[role])
    }
    return line
  }

  /// Sort and place in the table, or as much of it as fits.
  private static func order(_ state: ExplorerState, width: Int, appearance: Appearance) -> StyledText {
    let glyphs = appearance.glyphs
    if state.table.isPending { return StyledText("sorting\(glyphs.ellipsis)") }
    let sort = state.table.sort
    let arrow = sort.isDescending ? glyphs.descending : glyphs.ascending
    let name = sort.measure.title(arrow: glyphs.arrow, events: state.policyKind.verb)
    let title = (sort.measure == .marked ? "marked" : name) + arrow
    let shown = state.table.rows.count
    let place = shown > 0 ? "\(Figure.grouped(state.table.selected + 1))/\(Figure.grouped(shown))" : ""
    let forms = ["sort \(title)  \(place)", "\(title)  \(place)", place]
    return StyledText(forms.first { TerminalText.width(of: $0) <= width } ?? "")
  }
}
