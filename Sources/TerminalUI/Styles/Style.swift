/// How a cell looks: two colours and attributes.
public struct Style: Hashable, Sendable {
  /// The colour of the text.
  public var foreground: Color
  /// The colour behind it.
  public var background: Color
  /// Bold, reverse, ...
  public var attributes: TextAttributes

  /// Makes a style; without arguments, the terminal's own.
  public init(
    foreground: Color = .default, background: Color = .default, attributes: TextAttributes = []
  ) {
    self.foreground = foreground
    self.background = background
    self.attributes = attributes
  }

  /// The terminal's own colours, no attributes.
  public static let plain = Style()

  /// This style laid under `upper`: the colours of `upper` where it has some, the attributes of both.
  public func under(_ upper: Style) -> Style {
    Style(
      foreground: upper.foreground == .default ? foreground : upper.foreground,
      background: upper.background == .default ? background : upper.background,
      attributes: attributes.union(upper.attributes))
  }

  /// This style with `attributes` added.
  public func adding(_ attributes: TextAttributes) -> Style {
    Style(
      foreground: foreground, background: background, attributes: self.attributes.union(attributes))
  }
}

extension Style: CustomStringConvertible {
  /// The style in words: "red on default, bold".
  public var description: String {
    let words = TextAttributes.named.filter { attributes.contains($0.attribute) }.map(\.name)
    return (["\(foreground.text) on \(background.text)"] + words).joined(separator: ", ")
  }
}
