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
  var hasCountLine: Bool { rows < height }
  /// The first entry of the last page.
  private var lastOffset: Int { rows > 0 && count > height ? (count - 1) / rows * rows : 0 }
  /// Half pages to the last page.
  var lastHalfPage: Int { rows > 0 ? (2 * lastOffset + rows - 1) / rows : 0 }

  /// The entries in sight.
  var range: Range<Int> {
    let offset = min(halfPages * rows / 2, lastOffset)
    return offset..<min(count, offset + max(0, rows))
  }

  /// "…37 more", or at the end "57 in all".
  func countText(ellipsis: String) -> String {
    let more = count - range.upperBound
    return more > 0 ? "\(ellipsis)\(Figure.grouped(more)) more" : "\(Figure.grouped(count)) in all"
  }
}
