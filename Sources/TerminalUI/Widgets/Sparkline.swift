/// A series of numbers in one row, one column each.
public struct Sparkline {
  /// The numbers, oldest first; nil and NaN leave a gap.
  public var values: [Double?]
  /// Its colour.
  public var style: Style
  /// What the lowest and the highest level stand for; nil for the smallest and the largest of the numbers.
  public var range: ClosedRange<Double>?

  /// Makes a sparkline.
  public init(_ values: [Double?], style: Style, range: ClosedRange<Double>? = nil) {
    self.values = values
    self.style = style
    self.range = range
  }

  /// The text of the last `width` values, scaled from their smallest to their largest unless `range` says otherwise; a flat series lies
  /// on the lowest level.
  public func text(width: Int, glyphs: Glyphs) -> String {
    let shown = values.suffix(max(0, width)).map { value in value.flatMap { $0.isFinite ? $0 : nil } }
    let finite = shown.compactMap { $0 }
    guard let low = range?.lowerBound ?? finite.min(), let high = range?.upperBound ?? finite.max() else {
      return String(repeating: " ", count: shown.count)
    }
    let levels = glyphs.sparks
    return shown.map { value -> String in
      guard let value else { return " " }
      let share = high > low ? max(0, min(1, (value / 2 - low / 2) / (high / 2 - low / 2))) : 0
      return levels[min(levels.count - 1, Int(share * Double(levels.count)))]
    }.joined()
  }

  /// Draws the sparkline into the first row of `region`.
  public func draw(into grid: inout Grid, in region: Rect, appearance: Appearance) {
    grid.write(
      text(width: region.width, glyphs: appearance.glyphs), at: region.origin, style: style,
      clip: region.row(0))
  }
}
