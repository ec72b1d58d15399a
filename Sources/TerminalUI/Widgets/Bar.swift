/// A horizontal bar in one row.
public struct Bar {
  /// How much of the width is filled, 0 to 1; values outside count as the nearest end, NaN as 0.
  public var fraction: Double
  /// Its colour.
  public var style: Style

  /// Makes a bar.
  public init(_ fraction: Double, style: Style) {
    self.fraction = fraction
    self.style = style
  }

  /// The bar as text of at most `width` columns, without trailing spaces. A value above 0 always shows.
  public func text(width: Int, glyphs: Glyphs) -> String {
    guard width > 0, fraction > 0, let full = glyphs.bars.last else { return "" }
    let steps = glyphs.bars.count
    let filled = max(1, Int((min(fraction, 1) * Double(width * steps)).rounded()))
    let rest = filled % steps
    return String(repeating: full, count: filled / steps) + (rest > 0 ? glyphs.bars[rest - 1] : "")
  }

  /// Draws the bar into the first row of `region`.
  public func draw(into grid: inout Grid, in region: Rect, appearance: Appearance) {
    grid.write(
      text(width: region.width, glyphs: appearance.glyphs), at: region.origin, style: style,
      clip: region.row(0))
  }
}
