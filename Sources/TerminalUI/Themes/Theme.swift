/// A look for every role.
public struct Theme: Hashable, Sendable {
  /// The file's name without ".toml".
  public let name: String
  private var styles: [RoleStyle]

  /// Makes a theme that shows every role as `base` does.
  public init(name: String, basedOn base: Theme) {
    self.name = name
    styles = base.styles
  }

  init(name: String, _ look: (Role) -> RoleStyle) {
    self.name = name
    styles = Role.allCases.map(look)
  }

  /// How `role` is shown.
  public subscript(role: Role) -> RoleStyle {
    get { styles[role.index] }
    set { styles[role.index] = newValue }
  }
}
