/// Keys and what they do, in sections, two columns where they fit.
public struct HelpSheet {
  /// A heading and its entries.
  public struct Section {
    /// The heading.
    public var title: String
    /// What is explained and how.
    public var entries: [(term: StyledText, meaning: StyledText)]

    /// Makes a section.
    public init(_ title: String, _ entries: [(term: StyledText, meaning: StyledText)]) {
      self.title = title
      self.entries = entries
    }
  }

  /// The sections, in reading order.
  public var sections: [Section]

  /// Makes a sheet.
  public init(_ sections: [Section]) { self.sections = sections }

  /// The columns that one column of entries wants before a second is opened.
  private static let columnWidth = 38

  private struct Line {
    var text: StyledText
    var meaning: StyledText?
  }

  private var sectionLines: [[Line]] {
    sections.map { section in
      [Line(text: StyledText(section.title), meaning: nil)]
        + section.entries.map { Line(text: $0.term, meaning: $0.meaning) }
        + [Line(text: "", meaning: nil)]
    }
  }

  /// The sections shared out over as many columns as fit: a section stays in one piece, the first column is
  /// filled up to half of all lines.
  private func columns(width: Int) -> [[Line]] {
    let all = sectionLines
    let total = all.reduce(0) { $0 + $1.count }
    guard width >= 2 * Self.columnWidth + 2 else { return [all.flatMap { $0 }] }
    var left: [Line] = []
    var right: [Line] = []
    for section in all {
      if right.isEmpty && (left.isEmpty || left.count + section.count / 2 <= total / 2) {
        left += section
      } else {
        right += section
      }
    }
    return [left, right]
  }

  /// The lines that a sheet of `width` columns takes: how far it can be scrolled.
  public func height(width: Int) -> Int { columns(width: width).map(\.count).max() ?? 0 }

  /// Draws the sheet from line `offset` on.
  public func draw(into grid: inout Grid, in region: Rect, offset: Int = 0, appearance: Appearance) {
    let columns = columns(width: region.width)
    let terms = sections.flatMap(\.entries).map(\.term.width).max() ?? 0
    for (lines, part) in zip(columns, region.columns(columns.count, gap: 2)) {
      for (line, y) in zip(lines.dropFirst(max(0, offset)), 0..<part.height) {
        let row = part.row(y)
        guard let meaning = line.meaning else {
          grid.write(line.text, in: row, base: appearance[.title])
          continue
        }
        let (term, rest) = row.splitLeft(min(terms, part.width / 2) + 1)
        grid.write(
          line.text, in: Rect(x: term.x, y: term.y, width: term.width - 1, height: 1), base: appearance[.key])
        grid.write(meaning, in: rest.splitLeft(1).rest, base: appearance[.text])
      }
    }
  }
}
