/// Series of values as lines in one frame.
public struct LinePlot {
  /// One line.
  public struct Series {
    /// What it is called in the legend.
    public var name: String
    /// Its points from left to right; a nil or NaN value interrupts the line.
    public var points: [(x: Double, y: Double?)]
    /// Its colour.
    public var style: Style

    /// Makes a line.
    public init(_ name: String, _ points: [(x: Double, y: Double?)], style: Style) {
      self.name = name
      self.points = points
      self.style = style
    }
  }

  /// The axes.
  public var frame: PlotFrame
  /// The lines; later ones lie on top.
  public var series: [Series]
  /// The value on the axis from left to right that is marked by a vertical line, if any.
  public var cursor: Double?

  /// Makes a plot.
  public init(frame: PlotFrame, series: [Series], cursor: Double? = nil) {
    self.frame = frame
    self.series = series
    self.cursor = cursor
  }

  /// Draws axes, lines and the legend, and returns the space inside the axes.
  @discardableResult
  public func draw(into grid: inout Grid, in region: Rect, appearance: Appearance) -> Rect {
    let area = frame.draw(into: &grid, in: region, appearance: appearance)
    guard !area.isEmpty else { return area }
    if let cursor, let column = frame.column(of: cursor, in: area) {
      Rule.vertical(
        into: &grid, in: Rect(x: column, y: area.y, width: 1, height: area.height), appearance: appearance)
    }
    for (index, line) in series.enumerated() {
      var canvas = DotCanvas(size: area.size)
      var previous: (x: Int, y: Int)?
      var ends: [(x: Int, y: Int)] = []
      for point in line.points {
        guard let y = point.y, let dot = frame.dot(x: point.x, y: y, on: canvas) else {
          previous = nil
          continue
        }
        let from = previous ?? dot
        canvas.line(fromX: from.x, fromY: from.y, toX: dot.x, toY: dot.y, style: line.style)
        ends.append(dot)
        previous = dot
      }
      canvas.draw(into: &grid, in: area, appearance: appearance)
      // Few points are marked with the shape that the legend shows: lines are told apart without colour.
      guard ends.count <= max(2, area.width / 3) else { continue }
      for dot in ends {
        grid.write(
          shape(index, appearance), at: Point(x: area.x + dot.x / 2, y: area.y + dot.y / 4),
          style: appearance[.text].under(line.style))
      }
    }
    drawLegend(into: &grid, in: region, appearance: appearance)
    return area
  }

  private func shape(_ index: Int, _ appearance: Appearance) -> String {
    let shapes = appearance.glyphs.points
    return shapes[index % shapes.count]
  }

  private func drawLegend(into grid: inout Grid, in region: Rect, appearance: Appearance) {
    var legend = StyledText([])
    for (index, line) in series.enumerated() {
      legend.append((index > 0 ? "  " : "") + shape(index, appearance) + " ", line.style)
      legend.append(line.name)
    }
    let title = TerminalText.width(of: frame.y.title)
    let (_, space) = region.row(0).splitLeft(title + 2)
    grid.write(legend, in: space, alignment: .right, base: appearance[.text])
  }
}
