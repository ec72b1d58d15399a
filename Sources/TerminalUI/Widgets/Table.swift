/// A table of any number of rows, of which only those in sight are asked for.
public struct Table {
  /// All columns, in order; those that do not fit are left out by priority.
  public var columns: [TableColumn]
  /// How many rows there are.
  public var rowCount: Int
  /// The first row in sight.
  public var offset: Int
  /// The row under the cursor, if any.
  public var selected: Int?
  /// Whether keys go to this table.
  public var isFocused: Bool
  /// The column it is sorted by, and whether ascending.
  public var sort: (column: String, ascending: Bool)?
  /// The cell of a row and a column's `id`, given the columns it may take; asked for cells in sight only.
  public var cell: (_ row: Int, _ column: String, _ width: Int) -> StyledText
  /// A style under all cells of a row.
  public var rowStyle: (_ row: Int) -> Style

  /// Makes a table.
  public init(
    columns: [TableColumn], rowCount: Int, offset: Int = 0, selected: Int? = nil, isFocused: Bool = true,
    sort: (column: String, ascending: Bool)? = nil,
    rowStyle: @escaping (_ row: Int) -> Style = { _ in .plain },
    cell: @escaping (_ row: Int, _ column: String, _ width: Int) -> StyledText
  ) {
    self.columns = columns
    self.rowCount = rowCount
    self.offset = offset
    self.selected = selected
    self.isFocused = isFocused
    self.sort = sort
    self.rowStyle = rowStyle
    self.cell = cell
  }

  /// Draws the heading into the first row of `region` and the rows in sight below.
  ///
  /// Complexity: O(cells in sight), whatever `rowCount` is.
  public func draw(into grid: inout Grid, in region: Rect, appearance: Appearance) {
    let placed = TableLayout(columns: columns, width: region.width).columns
    drawHeader(placed, into: &grid, in: region.row(0), appearance: appearance)
    let body = Self.body(of: region)
    for y in 0..<body.height {
      let row = offset + y
      let line = body.row(y)
      guard row >= 0, row < rowCount else { continue }
      let base = appearance[.text].under(rowStyle(row))
      grid.fill(line, style: base)
      for column in placed {
        let space = Rect(x: line.x + column.x, y: line.y, width: column.width, height: 1)
        grid.write(
          cell(row, column.column.id, column.width), in: space, alignment: column.column.alignment, base: base
        )
      }
      if row == selected {
        grid.overlay(line, style: appearance[isFocused ? .selection : .selectionUnfocused])
      }
    }
  }

  private func drawHeader(
    _ placed: [TableLayout.Placed], into grid: inout Grid, in line: Rect, appearance: Appearance
  ) {
    grid.fill(line, style: appearance[.header])
    for column in placed {
      let space = Rect(x: line.x + column.x, y: line.y, width: column.width, height: line.height)
      let isSorted = sort?.column == column.column.id
      let sign = appearance.glyphs.ellipsis
      var title = Self.title(column.column.title, width: column.width, sign: sign)
      if isSorted, let sort {
        let arrow = sort.ascending ? appearance.glyphs.ascending : appearance.glyphs.descending
        title = Self.title(column.column.title, width: column.width - 1, sign: sign) + arrow
      }
      grid.write(
        StyledText(title), in: space, alignment: column.column.alignment,
        base: appearance[isSorted ? .sort : .header])
    }
  }

  /// A heading in its room: where it does not fit its first word alone, if that does.
  private static func title(_ text: String, width: Int, sign: String) -> String {
    guard TerminalText.width(of: text) > width else { return text }
    let first = String(text.prefix { $0 != " " })
    return TerminalText.width(of: first) <= width
      ? first : TerminalText.truncated(text, to: width, sign: sign)
  }

  /// The rows below the heading of a table drawn in `region`.
  public static func body(of region: Rect) -> Rect { region.splitTop(1).rest }

  /// The row at `point` of a table drawn in `region`; nil on the heading and below the last row.
  public func row(at point: Point, in region: Rect) -> Int? {
    let body = Self.body(of: region)
    guard body.contains(point) else { return nil }
    let row = offset + point.y - body.y
    return row >= 0 && row < rowCount ? row : nil
  }

  /// The column at `point` of a table drawn in `region`, the gap after it included; nil where there is none.
  public func column(at point: Point, in region: Rect) -> String? {
    guard region.contains(point) else { return nil }
    let x = point.x - region.x
    let placed = TableLayout(columns: columns, width: region.width).columns
    return placed.last { $0.x <= x && x <= $0.x + $0.width }?.column.id
  }
}
