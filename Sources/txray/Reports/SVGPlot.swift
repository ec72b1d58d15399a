import TerminalUI

/// A plot as an SVG drawing: axes with round ticks, marks placed by their values.
struct SVGPlot {
  private let x: PlotAxis
  private let y: PlotAxis
  private let width: Double
  private let height: Double
  private let left: Double
  private let right = 14.0
  private let top = 10.0
  private let bottom = 44.0
  private var marks = ""
  private var notes: [(x: Double, y: Double)] = []
  private let rowLabels: [String]

  /// A plot of values on both axes.
  init(x: PlotAxis, y: PlotAxis, width: Double = 720, height: Double = 320) {
    (self.x, self.y, self.width, self.height) = (x, y, width, height)
    left = 62
    rowLabels = []
  }

  /// A plot of rows from top to bottom, each with its label; y values are the rows' numbers.
  init(x: PlotAxis, rows: [String], width: Double = 720, rowHeight: Double = 20) {
    self.x = x
    y = PlotAxis("", from: 0, to: Double(max(1, rows.count)))
    self.width = width
    height = Double(rows.count) * rowHeight + top + bottom
    left = 110
    rowLabels = rows
  }

  /// Where a value lies; at the edge if it is outside the axis.
  private func across(_ value: Double) -> Double {
    let place = x.position(of: min(max(value, x.low), x.high)) ?? 0
    return left + place * (width - left - right)
  }

  private func down(_ value: Double) -> Double {
    let place = y.position(of: min(max(value, y.low), y.high)) ?? 0
    let isFromTop = !rowLabels.isEmpty
    return top + (isFromTop ? place : 1 - place) * (height - top - bottom)
  }

  /// A dot that says what it is when pointed at.
  mutating func dot(_ xValue: Double, _ yValue: Double, kind: String, label: String, radius: Double = 4) {
    marks += element(
      "circle",
      ["class": kind, "cx": number(across(xValue)), "cy": number(down(yValue)), "r": number(radius)],
      element("title", [:], escaped(label)))
  }

  /// A line through points.
  mutating func line(_ points: [(x: Double, y: Double)], kind: String, label: String? = nil) {
    let path = points.map { "\(number(across($0.x))),\(number(down($0.y)))" }.joined(separator: " ")
    marks += element(
      "polyline", ["class": "line \(kind)", "points": path],
      label.map { element("title", [:], escaped($0)) } ?? "")
  }

  /// A bar from the start of the x axis, `offset` and `thickness` in parts of a row.
  mutating func bar(
    _ row: Int, to value: Double, offset: Double, thickness: Double, kind: String, label: String
  ) {
    let (start, end) = (across(x.low), across(value))
    let begin = down(Double(row) + offset)
    marks += element(
      "rect",
      [
        "class": kind, "x": number(start), "y": number(begin), "width": number(max(0, end - start)),
        "height": number(down(Double(row) + offset + thickness) - begin),
      ], element("title", [:], escaped(label)))
  }

  /// Text at a place, to the right of it, or to the left where the drawing ends; none where it would cover
  /// an earlier one.
  mutating func note(_ xValue: Double, _ yValue: Double, _ text: String) {
    let place = (x: across(xValue), y: down(yValue))
    guard !notes.contains(where: { abs($0.x - place.x) < 80 && abs($0.y - place.y) < 14 }) else { return }
    notes.append(place)
    let isAtEnd = place.x + 80 > width
    marks += element(
      "text",
      [
        "class": "note", "x": number(place.x + (isAtEnd ? -6 : 6)), "y": number(place.y + 4),
        "text-anchor": isAtEnd ? "end" : "start",
      ], escaped(text))
  }

  /// The drawing; screen readers read out `title`.
  func drawing(_ title: String) -> String {
    var text = element("title", [:], escaped(title))
    let (floor, end) = (height - bottom, width - right)
    for tick in x.ticks(atMost: width > 500 ? 10 : 6) {
      let place = number(across(tick.value))
      text += element(
        "line", ["class": "grid", "x1": place, "x2": place, "y1": number(top), "y2": number(floor)])
      text += element(
        "text", ["class": "tick", "x": place, "y": number(floor + 16), "text-anchor": "middle"], tick.label)
    }
    if rowLabels.isEmpty {
      for tick in y.ticks(atMost: 7) {
        let place = number(down(tick.value))
        text += element(
          "line", ["class": "grid", "x1": number(left), "x2": number(end), "y1": place, "y2": place])
        text += element(
          "text",
          ["class": "tick", "x": number(left - 6), "y": number(down(tick.value) + 4), "text-anchor": "end"],
          tick.label)
      }
      text += element(
        "text",
        [
          "class": "axis", "x": number(14), "y": number((top + floor) / 2), "text-anchor": "middle",
          "transform": "rotate(-90 14 \(number((top + floor) / 2)))",
        ], escaped(y.title))
    }
    for (row, label) in rowLabels.enumerated() {
      text += element(
        "text",
        [
          "class": "tick", "x": number(left - 6), "y": number(down(Double(row) + 0.5) + 4),
          "text-anchor": "end",
        ],
        escaped(label))
    }
    text += element(
      "text",
      ["class": "axis", "x": number((left + end) / 2), "y": number(height - 8), "text-anchor": "middle"],
      escaped(x.title))
    return element(
      "svg",
      [
        "viewBox": "0 0 \(number(width)) \(number(height))", "role": "img",
        "class": width < 500 ? "half" : "full",
      ],
      text + marks)
  }

  private func number(_ value: Double) -> String {
    let text = fixed(value, 1)
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
}
