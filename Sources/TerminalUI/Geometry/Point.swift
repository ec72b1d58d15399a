/// A cell's place; (0, 0) is the top left one.
public struct Point: Hashable, Sendable {
  /// The column, counted from the left.
  public var x: Int
  /// The row, counted from the top.
  public var y: Int

  /// Makes the place at column `x` of row `y`.
  public init(x: Int, y: Int) {
    self.x = x
    self.y = y
  }
}
