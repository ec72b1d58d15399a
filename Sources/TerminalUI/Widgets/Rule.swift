/// Straight lines between panes.
public enum Rule {
  /// Draws a line through the first row of `region`, in the border's style if none is given.
  public static func horizontal(
    into grid: inout Grid, in region: Rect, appearance: Appearance, style: Style? = nil
  ) {
    let line = region.row(0).intersection(grid.bounds)
    let text = String(repeating: appearance.glyphs.lines.horizontal, count: line.width)
    grid.write(text, at: line.origin, style: style ?? appearance[.border], clip: line)
  }

  /// Draws a line through the first column of `region`, in the border's style if none is given.
  public static func vertical(
    into grid: inout Grid, in region: Rect, appearance: Appearance, style: Style? = nil
  ) {
    let line = region.splitLeft(1).left.intersection(grid.bounds)
    for y in line.y..<(line.y + line.height) {
      grid.write(
        appearance.glyphs.lines.vertical, at: Point(x: line.x, y: y), style: style ?? appearance[.border],
        clip: line)
    }
  }
}
