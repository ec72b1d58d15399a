/// A stretch of text in one style.
public struct Span: Hashable, Sendable {
  /// The text as it is in the data; the grid makes it safe to show.
  public var text: String
  /// How it looks.
  public var style: Style

  /// Makes a stretch of text.
  public init(_ text: String, _ style: Style = .plain) {
    self.text = text
    self.style = style
  }
}
