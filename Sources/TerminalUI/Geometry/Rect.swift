/// A region of cells. Its extent is never negative; its origin may lie anywhere.
public struct Rect: Hashable, Sendable {
  /// The leftmost column.
  public let x: Int
  /// The topmost row.
  public let y: Int
  /// Columns.
  public let width: Int
  /// Rows.
  public let height: Int

  /// Makes a region; a negative extent becomes 0.
  public init(x: Int, y: Int, width: Int, height: Int) {
    self.x = x
    self.y = y
    self.width = max(0, width)
    self.height = max(0, height)
  }

  /// Makes the region of `size` at `origin`.
  public init(origin: Point = Point(x: 0, y: 0), size: Size) {
    self.init(x: origin.x, y: origin.y, width: size.width, height: size.height)
  }

  /// The top left cell.
  public var origin: Point { Point(x: x, y: y) }

  /// The extent.
  public var size: Size { Size(width: width, height: height) }

  /// The column after the last one.
  public var endX: Int { x + width }

  /// The row after the last one.
  public var endY: Int { y + height }

  /// Whether no cell lies inside.
  public var isEmpty: Bool { width == 0 || height == 0 }

  /// Whether `point` lies inside.
  public func contains(_ point: Point) -> Bool {
    point.x >= x && point.x < endX && point.y >= y && point.y < endY
  }

  /// The cells that lie in both regions.
  public func intersection(_ other: Rect) -> Rect {
    let left = max(x, other.x)
    let top = max(y, other.y)
    return Rect(
      x: left, y: top, width: min(endX, other.endX) - left, height: min(endY, other.endY) - top)
  }
}
