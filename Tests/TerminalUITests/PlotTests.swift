import TerminalUI
import Testing

@Suite struct PlotTests {
  @Test(arguments: [
    (0.0, 1.0, 5, ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]), (0, 100, 4, ["0", "50", "100"]),
    (0, 5000, 5, ["0", "1k", "2k", "3k", "4k", "5k"]), (-2, 2, 5, ["-2", "-1", "0", "1", "2"]),
    (0.1, 0.13, 4, ["0.10", "0.11", "0.12", "0.13"]), (0, 4e6, 4, ["0", "1M", "2M", "3M", "4M"]),
  ])
  func ticksStandAtRoundValues(low: Double, high: Double, count: Int, labels: [String]) {
    let ticks = PlotAxis("", from: low, to: high).ticks(atMost: labels.count)
    #expect(ticks.map(\.label) == labels)
    #expect(PlotAxis("", from: low, to: high).ticks(atMost: count).count <= count)
  }

  @Test func logarithmicTicksArePowersOfTen() {
    let axis = PlotAxis("", from: 1, to: 10_000, scale: .logarithmic)
    #expect(axis.ticks(atMost: 5).map(\.label) == ["1", "10", "100", "1k", "10k"])
    #expect(axis.ticks(atMost: 3).count <= 3)
    #expect(axis.position(of: 100) == 0.5 && axis.position(of: 0) == nil)
    #expect(abs(axis.value(at: 0.25) - 10) < 1e-9)
  }

  @Test(arguments: [
    (Double.nan, Double.nan), (0, 0), (5, -5), (.infinity, 1), (-1, -1), (1e300, 1e300), (-1e308, 1e308),
  ])
  func anyRangeCanBeDrawn(low: Double, high: Double) {
    for scale in [PlotAxis.Scale.linear, .logarithmic] {
      let axis = PlotAxis("", from: low, to: high, scale: scale)
      #expect(axis.low < axis.high)
      for count in 0..<5 { #expect(axis.ticks(atMost: count).count <= count) }
    }
    #expect(PlotAxis("", covering: [low, high]).low < PlotAxis("", covering: [low, high]).high)
  }

  @Test func coveringEndsAtRoundNumbers() {
    let axis = PlotAxis("", covering: [0.13, 0.87, .nan])
    #expect(axis.low == 0.1 && abs(axis.high - 0.9) < 1e-12)
    #expect(PlotAxis("", covering: [] as [Double], scale: .logarithmic).high == 10)
  }

  private func drawn(_ canvas: DotCanvas, _ repertoire: Repertoire) -> [String] {
    let appearance = Appearance(capabilities: Capabilities(colorDepth: .mono, repertoire: repertoire))
    var grid = appearance.makeGrid(size: canvas.size)
    canvas.draw(into: &grid, in: grid.bounds, appearance: appearance)
    return grid.lines
  }

  @Test func dotsAreBrailleOrPunctuation() {
    var canvas = DotCanvas(size: Size(width: 3, height: 1))
    canvas.set(x: 0, y: 0, style: .plain)
    canvas.set(x: 1, y: 3, style: .plain)
    canvas.set(x: 2, y: 1, style: .plain)
    canvas.set(x: 5, y: 3, style: .plain)
    canvas.set(x: 6, y: 0, style: .plain)
    canvas.set(x: -1, y: 9, style: .plain)
    #expect(drawn(canvas, .unicode) == ["⢁⠂⢀"])
    #expect(drawn(canvas, .ascii) == [":'."])
  }

  @Test func linesHaveNoGaps() {
    var canvas = DotCanvas(size: Size(width: 4, height: 2))
    canvas.line(fromX: 0, fromY: 7, toX: 7, toY: 0, style: .plain)
    #expect(drawn(canvas, .unicode) == ["  ⡠⠊", "⡠⠊"])
  }

  private let plot = ScatterPlot(
    frame: PlotFrame(x: PlotAxis("x", from: 0, to: 10), y: PlotAxis("y", from: 0, to: 10)),
    points: [PlotPoint(x: 1, y: 1), PlotPoint(x: 9, y: 1), PlotPoint(x: 5, y: 9), PlotPoint(x: .nan, y: 1)])
  private let region = Rect(x: 0, y: 0, width: 60, height: 20)

  @Test func theCursorMovesToTheNearestPointInADirection() {
    #expect(plot.index(from: 0, dx: 1, dy: 0, in: region) == 1)
    #expect(plot.index(from: 1, dx: -1, dy: 0, in: region) == 0)
    #expect(plot.index(from: 0, dx: 0, dy: -1, in: region) == 2)
    #expect(plot.index(from: 0, dx: -1, dy: 0, in: region) == nil)
    #expect(plot.index(from: 3, dx: 1, dy: 0, in: region) == nil)
    #expect(plot.index(from: 99, dx: 1, dy: 0, in: region) == nil)
  }

  @Test func aClickFindsTheNearestPoint() {
    let area = plot.frame.area(in: region)
    #expect(plot.index(nearest: Point(x: area.x, y: area.endY), in: region) == 0)
    #expect(plot.index(nearest: Point(x: area.endX, y: area.endY), in: region) == 1)
    #expect(plot.index(nearest: Point(x: 30, y: 0), in: region) == 2)
  }

  @Test func theHigherGroupLiesOnTop() {
    let appearance = Appearance(capabilities: Capabilities(colorDepth: .mono, repertoire: .ascii))
    var plot = plot
    plot.points = [PlotPoint(x: 5, y: 5, group: 2), PlotPoint(x: 5, y: 5, group: 1)]
    plot.marks = .shapes
    var grid = appearance.makeGrid(size: region.size)
    plot.draw(into: &grid, in: region, appearance: appearance)
    #expect(grid.lines.joined().filter { "ox+".contains($0) }.contains(Glyphs.ascii.points[2]))
    #expect(!grid.lines.joined().contains(Glyphs.ascii.points[1] + " "))
  }
}
