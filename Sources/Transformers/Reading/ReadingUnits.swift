/// Windows that are run together, by one thread.
struct ReadingUnits: Sendable {
  /// All windows, document by document.
  let windows: [ReadingWindow]
  /// Which of them belong together, in order.
  let units: [Range<Int>]
  /// Rows that a unit has at most, unless one window has more.
  let rows: Int
  /// The most tokens of one window.
  let longest: Int

  /// The usual number of rows of a unit.
  static let rows = 384

  /// Cuts documents into windows, and puts windows together until they have `rows` rows.
  init(_ documents: [[Int32]], length: Int, overlap: Int, rows: Int = Self.rows) {
    var windows: [ReadingWindow] = []
    for (document, tokens) in documents.enumerated() {
      windows += ReadingWindow.cut(document: document, count: tokens.count, length: length, overlap: overlap)
    }
    var units: [Range<Int>] = []
    var (first, count) = (0, 0)
    for (place, window) in windows.enumerated() {
      if count > 0, count + window.tokens.count > rows {
        units.append(first..<place)
        (first, count) = (place, 0)
      }
      count += window.tokens.count
    }
    if first < windows.count { units.append(first..<windows.count) }
    self.rows = rows
    self.windows = windows
    self.units = units
    longest = windows.map(\.tokens.count).max() ?? 0
  }
}
