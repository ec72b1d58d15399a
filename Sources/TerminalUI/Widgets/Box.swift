/// A frame around a region, with a title in its upper line.
public struct Box {
  /// The title; empty for none.
  public var title: StyledText
  /// Whether the frame is that of the pane with the focus.
  public var isFocused: Bool

  /// Makes a frame.
  public init(title: StyledText = "", isFocused: Bool = false) {
    self.title = title
    self.isFocused = isFocused
  }

  /// Draws the frame, empties its inside, and returns that.
  @discardableResult
  public func draw(into grid: inout Grid, in region: Rect, appearance: Appearance) -> Rect {
    guard !region.isEmpty else { return region }
    grid.fill(region, style: appearance[.text])
    let style = appearance[isFocused ? .borderFocus : .border]
    let lines = appearance.glyphs.lines
    let (last, bottom) = (region.endX - 1, region.endY - 1)
    Rule.horizontal(into: &grid, in: region.row(0), appearance: appearance, style: style)
    Rule.horizontal(into: &grid, in: region.row(region.height - 1), appearance: appearance, style: style)
    Rule.vertical(
      into: &grid, in: Rect(x: region.x, y: region.y, width: 1, height: region.height),
      appearance: appearance, style: style)
    Rule.vertical(
      into: &grid, in: Rect(x: last, y: region.y, width: 1, height: region.height),
      appearance: appearance, style: style)
    let corners = [(region.x, region.y), (last, region.y), (region.x, bottom), (last, bottom)]
    for (glyph, (x, y)) in zip(lines.corners, corners) {
      grid.write(glyph, at: Point(x: x, y: y), style: style)
    }
    if title.width > 0, region.width > 6 {
      let titled = StyledText(" ") + title + StyledText(" ")
      let space = Rect(x: region.x + 2, y: region.y, width: min(titled.width, region.width - 4), height: 1)
      grid.write(titled, in: space, base: appearance[.title])
    }
    return region.inset(columns: 1, rows: 1)
  }
}
