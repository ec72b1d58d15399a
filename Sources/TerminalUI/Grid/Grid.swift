/// A screen in memory: rows of cells that views draw into and a terminal shows.
///
/// Writing is clipped and never traps, whatever the place and the size. A wide character takes two cells;
/// when one of them is overwritten, or does not fit, the other becomes a space.
public struct Grid: Hashable, Sendable {
  /// Its extent.
  public let size: Size
  /// Which characters it may hold: in an `.ascii` grid others are replaced as they are written.
  public let repertoire: Repertoire
  var cells: [Cell]

  /// Makes a screen of spaces.
  public init(size: Size, repertoire: Repertoire = .unicode, style: Style = .plain) {
    self.size = size
    self.repertoire = repertoire
    cells = Array(repeating: .blank(style), count: size.width * size.height)
  }

  /// The whole screen.
  public var bounds: Rect { Rect(size: size) }

  /// The cell at `point`; outside the screen a space.
  public subscript(point: Point) -> Cell {
    bounds.contains(point) ? cells[point.y * size.width + point.x] : .blank()
  }

  /// The cells of row `y`, left to right; none outside the screen.
  public func row(_ y: Int) -> ArraySlice<Cell> {
    guard y >= 0, y < size.height else { return [] }
    return cells[(y * size.width)..<((y + 1) * size.width)]
  }

  /// Puts one cell's text at `point`. The caller has checked that all its columns are inside.
  mutating func put(_ cell: CellText, at point: Point, style: Style) {
    let index = point.y * size.width + point.x
    breakWide(at: index, x: point.x)
    if cell.width == 2 { breakWide(at: index + 1, x: point.x + 1) }
    cells[index] = Cell(text: cell.text, width: UInt8(cell.width), style: style)
    if cell.width == 2 { cells[index + 1] = Cell(text: "", width: 0, style: style) }
  }

  /// Before a cell is overwritten: the half of a wide character beside it becomes a space.
  private mutating func breakWide(at index: Int, x: Int) {
    if cells[index].isContinuation, x > 0 {
      cells[index - 1] = .blank(cells[index - 1].style)
    } else if cells[index].width == 2, x + 1 < size.width {
      cells[index + 1] = .blank(cells[index + 1].style)
    }
  }
}
