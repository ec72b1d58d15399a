/// How a theme shows one role: in colour, and without.
public struct RoleStyle: Hashable, Sendable {
  /// Colours and attributes where there are colours.
  public var style: Style
  /// What stands for them where there are none.
  public var mono: TextAttributes

  /// Makes the look of a role.
  public init(
    _ foreground: Color = .default, on background: Color = .default, _ attributes: TextAttributes = [],
    mono: TextAttributes = []
  ) {
    style = Style(foreground: foreground, background: background, attributes: attributes)
    self.mono = mono
  }

  /// The look on a terminal of `depth`, colours quantised.
  public func resolved(for depth: ColorDepth) -> Style {
    if depth == .mono { return Style(attributes: mono) }
    return Style(
      foreground: style.foreground.quantised(to: depth),
      background: style.background.quantised(to: depth), attributes: style.attributes)
  }
}
