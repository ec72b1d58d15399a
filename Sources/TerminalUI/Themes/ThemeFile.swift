import Settings

/// The content of one theme file:
///
/// ```toml
/// inherits = "dark"
/// [palette]
/// rust = "#b7410e"
/// [roles]
/// error = { fg = "rust", attributes = ["bold"], mono = ["reverse"] }
/// "border.focus" = "cyan"
/// ```
struct ThemeFile {
  let table: SettingsTable
  private static let roleNames = Role.allCases.map(\.rawValue)
  private static let styleKeys = ["fg", "bg", "attributes", "mono"]

  /// The theme, laid over the one it inherits from (by default the built-in one).
  func theme(name: String, parent: (String) throws -> Theme) throws -> Theme {
    let inherited = try table.string("inherits").map(parent) ?? .builtIn
    var theme = Theme(name: name, basedOn: inherited)
    let hasRoleTable = table.keys.contains("roles")
    try table.rejectUnknownKeys(
      allowed: ["inherits", "palette"] + (hasRoleTable ? ["roles"] : Self.roleNames))
    let palette = try palette()
    let roles = try table.table("roles") ?? table
    if hasRoleTable { try roles.rejectUnknownKeys(allowed: Self.roleNames) }
    for role in Role.allCases where roles.keys.contains(role.rawValue) {
      theme[role] = try style(of: role.rawValue, in: roles, palette: palette)
    }
    return theme
  }

  private func palette() throws -> [String: Color] {
    guard let table = try table.table("palette") else { return [:] }
    var palette: [String: Color] = [:]
    for name in table.keys { palette[name] = try color(name, in: table, palette: [:]) }
    return palette
  }

  private func style(of role: String, in roles: SettingsTable, palette: [String: Color]) throws -> RoleStyle {
    if let color = try? color(role, in: roles, palette: palette) { return RoleStyle(color) }
    if (try? roles.string(role)) != nil { _ = try color(role, in: roles, palette: palette) }
    guard let table = try roles.table(role) else { return RoleStyle() }
    try table.rejectUnknownKeys(allowed: Self.styleKeys)
    return RoleStyle(
      try table.keys.contains("fg") ? color("fg", in: table, palette: palette) : .default,
      on: try table.keys.contains("bg") ? color("bg", in: table, palette: palette) : .default,
      try attributes("attributes", in: table), mono: try attributes("mono", in: table))
  }

  /// A colour: a palette name, or what `Color(parsing:)` reads; a plain integer counts too.
  private func color(_ key: String, in table: SettingsTable, palette: [String: Color]) throws -> Color {
    let text = try (try? table.integer(key)).flatMap { $0 }.map(String.init) ?? table.string(key) ?? "default"
    if let color = palette[text] ?? Color(parsing: text) { return color }
    let known = palette.keys.sorted() + NamedColor.allCases.map(\.name) + ["default"]
    let hint = nearest(to: text, among: known).map { "; did you mean \"\($0)\"?" } ?? ""
    throw table.invalid(
      key, "\"\(text)\" is not a name of the palette, a colour, 0 to 255, \"#rrggbb\" or \"default\"\(hint)")
  }

  private func attributes(_ key: String, in table: SettingsTable) throws -> TextAttributes {
    var set: TextAttributes = []
    for name in try table.strings(key) ?? [] {
      guard let found = TextAttributes.named.first(where: { $0.name == name }) else {
        let names = TextAttributes.named.map(\.name)
        let hint = nearest(to: name, among: names).map { "; did you mean \"\($0)\"?" } ?? ""
        throw table.invalid(key, "\"\(name)\" is none of \(names.joined(separator: ", "))\(hint)")
      }
      set.insert(found.attribute)
    }
    return set
  }
}
