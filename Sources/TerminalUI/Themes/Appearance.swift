/// A theme as one terminal shows it: what views ask for styles and glyphs.
public struct Appearance: Sendable {
  /// The theme.
  public let theme: Theme
  /// The terminal.
  public let capabilities: Capabilities
  /// Lines, bars and marks of the terminal's repertoire.
  public let glyphs: Glyphs
  private let styles: [Style]

  /// Resolves every role of `theme` for a terminal.
  public init(theme: Theme = .builtIn, capabilities: Capabilities) {
    self.theme = theme
    self.capabilities = capabilities
    glyphs = Glyphs.of(capabilities.repertoire)
    // A role without a colour of its own takes the text's, so that a theme paints its whole background.
    let text = theme[.text].resolved(for: capabilities.colorDepth)
    styles = Role.allCases.map { text.under(theme[$0].resolved(for: capabilities.colorDepth)) }
  }

  /// How `role` looks here.
  public subscript(role: Role) -> Style { styles[role.index] }

  /// An empty screen in the theme's text style.
  public func makeGrid(size: Size) -> Grid {
    Grid(size: size, repertoire: capabilities.repertoire, style: self[.text])
  }
}
