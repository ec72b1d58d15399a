/// One dot of a scatter plot.
public struct PlotPoint: Hashable, Sendable {
  /// Its value on the axis from left to right.
  public var x: Double
  /// Its value on the axis from bottom to top.
  public var y: Double
  /// What it belongs to: decides its shape, and what lies on top (higher groups).
  public var group: Int
  /// Its colour.
  public var style: Style

  /// Makes a point.
  public init(x: Double, y: Double, group: Int = 0, style: Style = .plain) {
    self.x = x
    self.y = y
    self.group = group
    self.style = style
  }
}
