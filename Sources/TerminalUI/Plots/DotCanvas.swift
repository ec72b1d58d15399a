/// A raster of dots, two across and four down in every cell, drawn as Braille or, without Unicode, as ASCII.
public struct DotCanvas: Sendable {
  /// The extent in cells.
  public let size: Size
  private var dots: [UInt8]
  private var styles: [Style]

  /// Makes an empty raster of `size` cells.
  public init(size: Size) {
    self.size = size
    dots = Array(repeating: 0, count: size.width * size.height)
    styles = Array(repeating: .plain, count: size.width * size.height)
  }

  /// Dots across.
  public var dotWidth: Int { size.width * 2 }

  /// Dots down.
  public var dotHeight: Int { size.height * 4 }

  /// Sets a dot, counted from the top left; nothing happens outside. A cell has the style of its last dot.
  public mutating func set(x: Int, y: Int, style: Style) {
    guard x >= 0, x < dotWidth, y >= 0, y < dotHeight else { return }
    let cell = y / 4 * size.width + x / 2
    dots[cell] |= Self.bit(column: x % 2, row: y % 4)
    styles[cell] = style
  }

  /// Sets the dots of a straight line (Bresenham's); what is outside is left out.
  ///
  /// Complexity: O(length inside the canvas's width and height), however far the ends lie outside.
  public mutating func line(fromX: Int, fromY: Int, toX: Int, toY: Int, style: Style) {
    let steps = max(abs(toX - fromX), abs(toY - fromY))
    guard steps > 0 else { return set(x: fromX, y: fromY, style: style) }
    for step in 0...min(steps, 1 << 16) {
      let share = Double(step) / Double(steps)
      let x = Double(fromX) + share * Double(toX - fromX)
      let y = Double(fromY) + share * Double(toY - fromY)
      set(x: Int(x.rounded()), y: Int(y.rounded()), style: style)
    }
  }

  /// The bit of a dot in the code points from U+2800 on.
  private static func bit(column: Int, row: Int) -> UInt8 {
    row < 3 ? 1 << UInt8(row + 3 * column) : 1 << UInt8(6 + column)
  }

  /// Draws the cells that have dots, from the top left of `region` on.
  public func draw(into grid: inout Grid, in region: Rect, appearance: Appearance) {
    let isUnicode = appearance.capabilities.repertoire == .unicode
    for y in 0..<min(size.height, region.height) {
      for x in 0..<min(size.width, region.width) {
        let cell = y * size.width + x
        guard dots[cell] != 0 else { continue }
        let text =
          isUnicode
          ? String(Unicode.Scalar(UInt16(0x2800) + UInt16(dots[cell])) ?? " ") : Self.ascii(dots[cell])
        grid.write(
          text, at: Point(x: region.x + x, y: region.y + y), style: appearance[.text].under(styles[cell]))
      }
    }
  }

  /// Where the dots of a cell are, as far as ASCII can say: above, below, both, or most of it.
  private static func ascii(_ dots: UInt8) -> String {
    let upper = dots & 0b0001_1011 != 0
    let lower = dots & 0b1110_0100 != 0
    if dots.nonzeroBitCount > 5 { return "#" }
    return upper && lower ? ":" : upper ? "'" : "."
  }
}
