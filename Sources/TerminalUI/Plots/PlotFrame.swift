/// The axes of a plot, with ticks and titles, around the space where it is drawn.
public struct PlotFrame: Hashable, Sendable {
  /// The axis from left to right.
  public var x: PlotAxis
  /// The axis from bottom to top.
  public var y: PlotAxis

  /// Makes a frame.
  public init(x: PlotAxis, y: PlotAxis) {
    self.x = x
    self.y = y
  }

  /// The space inside a frame drawn in `region`: where titles and labels leave it. Without room for axes it
  /// is the whole region.
  public func area(in region: Rect) -> Rect {
    let labels = labelWidth(rows: region.height)
    guard region.width > labels + 8, region.height > 5 else { return region }
    return Rect(
      x: region.x + labels + 1, y: region.y + 1, width: region.width - labels - 1, height: region.height - 4)
  }

  private func labelWidth(rows: Int) -> Int {
    yTicks(rows: rows).map { $0.label.utf8.count }.max() ?? 0
  }

  private func yTicks(rows: Int) -> [PlotAxis.Tick] { y.ticks(atMost: max(2, (rows - 4) / 3)) }

  /// Draws axes, ticks and titles, and returns the space inside.
  @discardableResult
  public func draw(into grid: inout Grid, in region: Rect, appearance: Appearance) -> Rect {
    let area = area(in: region)
    guard area != region else { return region }
    let lines = appearance.glyphs.lines
    let border = appearance[.border]
    let text = appearance[.dim]
    grid.write(StyledText(y.title, appearance[.title]), in: region.row(0))
    grid.write(
      StyledText(x.title, appearance[.title]), in: region.row(region.height - 1), alignment: .right)
    let axisX = area.x - 1
    for row in area.y..<area.endY { grid.write(lines.vertical, at: Point(x: axisX, y: row), style: border) }
    Rule.horizontal(
      into: &grid, in: Rect(x: area.x, y: area.endY, width: area.width, height: 1), appearance: appearance)
    grid.write(lines.corners[2], at: Point(x: axisX, y: area.endY), style: border)
    for tick in yTicks(rows: region.height) {
      guard let row = row(of: tick.value, in: area) else { continue }
      let space = Rect(x: region.x, y: row, width: axisX - region.x, height: 1)
      grid.write(StyledText(tick.label, text), in: space, alignment: .right)
      grid.write(lines.tees[3], at: Point(x: axisX, y: row), style: border)
    }
    drawXTicks(into: &grid, area: area, region: region, appearance: appearance)
    return area
  }

  private func drawXTicks(into grid: inout Grid, area: Rect, region: Rect, appearance: Appearance) {
    var free = region.x
    for tick in x.ticks(atMost: max(2, area.width / 10)) {
      guard let column = column(of: tick.value, in: area) else { continue }
      grid.write(
        appearance.glyphs.lines.tees[0], at: Point(x: column, y: area.endY), style: appearance[.border])
      let width = tick.label.utf8.count
      let start = min(max(region.x, column - width / 2), region.endX - width)
      guard start >= free else { continue }
      grid.write(tick.label, at: Point(x: start, y: area.endY + 1), style: appearance[.dim], clip: region)
      free = start + width + 1
    }
  }

  /// The column of a value in the space inside; nil where it has no place.
  public func column(of value: Double, in area: Rect) -> Int? {
    x.position(of: value).map { area.x + min(area.width - 1, Int($0 * Double(area.width))) }
  }

  /// The row of a value in the space inside; nil where it has no place.
  public func row(of value: Double, in area: Rect) -> Int? {
    y.position(of: value).map { area.endY - 1 - min(area.height - 1, Int($0 * Double(area.height))) }
  }

  /// The dot of a point on a canvas that covers the space inside; nil where it has no place.
  func dot(x: Double, y: Double, on canvas: DotCanvas) -> (x: Int, y: Int)? {
    guard let across = self.x.position(of: x), let up = self.y.position(of: y) else { return nil }
    return (
      min(canvas.dotWidth - 1, Int(across * Double(canvas.dotWidth))),
      canvas.dotHeight - 1 - min(canvas.dotHeight - 1, Int(up * Double(canvas.dotHeight)))
    )
  }
}
