import TerminalUI

/// Which entries of a list are in sight. Paging reaches every entry once, and a list that is shorter than another
/// beside it stays at its last page.
struct ListWindow: Sendable {
  /// How many entries there are.
  let count: Int
  /// Rows that the list has. Where they don't suffice, the last one says how many entries follow.
  let height: Int
  /// How many half pages are scrolled away.
  let halfPages: Int

  /// Rows for entries.
  var rows: Int { count > height && height > 1 ? height - 1 : height }
  /// Whether a row says how many entries follow.
  private var hasCountLine: Bool { rows < height }
  /// The first entry of the last page.
  private var lastOffset: Int { rows > 0 && count > height ? (count - 1) / rows * rows : 0 }
  /// Half pages to the last page.
  var lastHalfPage: Int { rows > 0 ? (2 * lastOffset + rows - 1) / rows : 0 }

  /// The entries in sight.
  var range: Range<Int> {
    let offset = min(halfPages * rows / 2, lastOffset)
    return offset..<min(count, offset + max(0, rows))
  }

  /// Writes "…37 more", or at the end "57 in all", to the last row of the list's region, where entries left it one.
  func drawCount(into grid: inout Grid, in region: Rect, appearance: Appearance) {
    guard hasCountLine else { return }
    let more = count - range.upperBound
    let text =
      more > 0
      ? "\(appearance.glyphs.ellipsis)\(Figure.grouped(more)) more" : "\(Figure.grouped(count)) in all"
    grid.write(StyledText(text, appearance[.dim]), in: region.row(region.height - 1))
  }
}

extension [ListWindow] {
  /// Half pages until the last entries of all lists are in sight, which scroll together.
  var lastHalfPage: Int { map(\.lastHalfPage).max() ?? 0 }
}
