/// What boxes and rules are drawn with, each one column wide.
public struct LineGlyphs: Hashable, Sendable {
  /// A horizontal line.
  public let horizontal: String
  /// A vertical line.
  public let vertical: String
  /// Corners: top left, top right, bottom left, bottom right.
  public let corners: [String]
  /// A line running into another: from below, from above, from the right, from the left.
  public let tees: [String]
  /// Two lines crossing.
  public let cross: String

  static let unicode = LineGlyphs(
    horizontal: "─", vertical: "│", corners: ["┌", "┐", "└", "┘"], tees: ["┬", "┴", "├", "┤"], cross: "┼")
  static let ascii = LineGlyphs(
    horizontal: "-", vertical: "|", corners: ["+", "+", "+", "+"], tees: ["+", "+", "+", "+"], cross: "+")
}
