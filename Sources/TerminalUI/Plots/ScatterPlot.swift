/// Points in a frame, any number of them, one of them under the cursor.
public struct ScatterPlot {
  /// How points are drawn.
  public enum Marks: Sendable {
    /// As dots, eight to a cell: shows where many lie, and groups by colour alone.
    case dots
    /// As one glyph a cell, its shape that of the highest group there: shows groups without colour.
    case shapes
  }

  /// The axes.
  public var frame: PlotFrame
  /// The points.
  public var points: [PlotPoint]
  /// The point under the cursor, if any.
  public var selected: Int?
  /// How points are drawn.
  public var marks: Marks

  /// Makes a plot.
  public init(frame: PlotFrame, points: [PlotPoint], selected: Int? = nil, marks: Marks = .dots) {
    self.frame = frame
    self.points = points
    self.selected = selected
    self.marks = marks
  }

  /// Draws axes, points and the cursor, and returns the space inside the axes. Complexity: O(points + cells).
  @discardableResult
  public func draw(into grid: inout Grid, in region: Rect, appearance: Appearance) -> Rect {
    let area = frame.draw(into: &grid, in: region, appearance: appearance)
    guard !area.isEmpty else { return area }
    switch marks {
    case .dots: drawDots(into: &grid, in: area, appearance: appearance)
    case .shapes: drawShapes(into: &grid, in: area, appearance: appearance)
    }
    if let selected, points.indices.contains(selected), let cell = cell(of: points[selected], in: area) {
      let point = points[selected]
      grid.write(
        appearance.glyphs.cursor, at: cell,
        style: appearance[.text].under(point.style).adding([.bold, .reverse]))
    }
    return area
  }

  private func drawDots(into grid: inout Grid, in area: Rect, appearance: Appearance) {
    var canvas = DotCanvas(size: area.size)
    var highest = [Int](repeating: Int.min, count: area.width * area.height)
    var styles = [Style](repeating: .plain, count: area.width * area.height)
    for point in points {
      guard let dot = frame.dot(x: point.x, y: point.y, on: canvas) else { continue }
      let cell = dot.y / 4 * area.width + dot.x / 2
      if point.group >= highest[cell] { (highest[cell], styles[cell]) = (point.group, point.style) }
      canvas.set(x: dot.x, y: dot.y, style: styles[cell])
    }
    canvas.draw(into: &grid, in: area, appearance: appearance)
  }

  private func drawShapes(into grid: inout Grid, in area: Rect, appearance: Appearance) {
    var top = [Int](repeating: -1, count: area.width * area.height)
    for (index, point) in points.enumerated() {
      guard let cell = cell(of: point, in: area) else { continue }
      let place = (cell.y - area.y) * area.width + cell.x - area.x
      if top[place] < 0 || points[top[place]].group <= point.group { top[place] = index }
    }
    let shapes = appearance.glyphs.points
    for (place, index) in top.enumerated() where index >= 0 {
      let point = points[index]
      grid.write(
        shapes[((point.group % shapes.count) + shapes.count) % shapes.count],
        at: Point(x: area.x + place % area.width, y: area.y + place / area.width),
        style: appearance[.text].under(point.style))
    }
  }

  private func cell(of point: PlotPoint, in area: Rect) -> Point? {
    guard let x = frame.column(of: point.x, in: area), let y = frame.row(of: point.y, in: area) else {
      return nil
    }
    return Point(x: x, y: y)
  }

  /// The point nearest to the cell at `place` of a plot drawn in `region`; nil if no point has a place.
  ///
  /// Complexity: O(points).
  public func index(nearest place: Point, in region: Rect) -> Int? {
    let area = frame.area(in: region)
    return nearest(in: area) { x, y in
      let across = Double(x - place.x)
      let down = 2 * Double(y - place.y)
      return across * across + down * down
    }
  }

  /// The point to go to from the selected one in a direction (one of dx, dy is 1 or -1, the other 0): the nearest
  /// of those that lie more in that direction than beside it; nil if there is none. Points in the same cell are
  /// passed through in order.
  ///
  /// Complexity: O(points).
  public func index(from index: Int, dx: Int, dy: Int, in region: Rect) -> Int? {
    let area = frame.area(in: region)
    guard points.indices.contains(index), let start = cell(of: points[index], in: area) else { return nil }
    return nearest(in: area) { x, y in
      let along = Double((x - start.x) * dx + 2 * (y - start.y) * dy)
      let beside = Double((x - start.x) * dy + 2 * (y - start.y) * dx)
      return along > 0 && abs(beside) <= along ? along + 2 * abs(beside) : nil
    }
  }

  private func nearest(in area: Rect, by distance: (_ x: Int, _ y: Int) -> Double?) -> Int? {
    var best: (index: Int, distance: Double)?
    for (index, point) in points.enumerated() {
      guard let cell = cell(of: point, in: area), let far = distance(cell.x, cell.y) else { continue }
      if far < best?.distance ?? .infinity { best = (index, far) }
    }
    return best?.index
  }
}
