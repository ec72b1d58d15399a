import Files
import Glibc
import Settings

/// Where themes are looked for.
public struct ThemeLibrary: Sendable {
  /// Folders of `NAME.toml` files; the first that has a name wins.
  public let folders: [String]

  /// Looks in `folders`, in this order.
  public init(folders: [String]) { self.folders = folders }

  /// The user's own folder (`$XDG_CONFIG_HOME/txray/themes`, by default under `~/.config`), then
  /// `themes/` beside the executable or in a folder above it, which is where the package keeps it.
  public static func standard(environment: [String: String], executablePath: String) -> ThemeLibrary {
    var folders: [String] = []
    if let configured = environment["XDG_CONFIG_HOME"], configured.hasPrefix("/") {
      folders.append(configured + "/txray/themes")
    } else if let home = environment["HOME"], !home.isEmpty {
      folders.append(home + "/.config/txray/themes")
    }
    var parent = executablePath
    for _ in 0..<5 {
      guard let slash = parent.lastIndex(of: "/") else { break }
      parent = String(parent[..<slash])
      let candidate = parent + "/themes"
      if access(candidate, R_OK) == 0 { folders.append(candidate) }
    }
    return ThemeLibrary(folders: folders)
  }

  /// The names of all themes, sorted; the built-in one is always among them.
  public var names: [String] {
    let found = folders.flatMap(Self.entries).filter { $0.hasSuffix(".toml") }.map { String($0.dropLast(5)) }
    return Set(found + [Theme.builtIn.name]).sorted()
  }

  /// The theme called `name`, or in the file `name` if that holds a "/" or ends in ".toml".
  ///
  /// - Throws: `ThemeError`, and `SettingsError` for what is wrong in a file.
  public func theme(_ name: String) throws -> Theme { try theme(name, inheritedBy: []) }

  /// The file of a theme, for watching it; nil for one that is compiled in only or not there.
  public func path(of name: String) -> String? {
    if name.contains("/") || name.hasSuffix(".toml") { return name }
    return folders.lazy.map { "\($0)/\(name).toml" }.first { access($0, R_OK) == 0 }
  }

  func theme(_ name: String, inheritedBy heirs: [String]) throws -> Theme {
    if heirs.contains(name) { throw ThemeError.inheritanceCycle(heirs + [name]) }
    guard let path = path(of: name) else {
      if name == Theme.builtIn.name { return .builtIn }
      throw ThemeError.notFound(name: name, folders: folders, suggestion: nearest(to: name, among: names))
    }
    let table = try SettingsTable(contentsOf: path)
    return try ThemeFile(table: table).theme(name: Self.plainName(name)) { parent in
      try self.theme(parent, inheritedBy: heirs + [name])
    }
  }

  private static func plainName(_ name: String) -> String {
    let file = name.split(separator: "/").last.map(String.init) ?? name
    return file.hasSuffix(".toml") ? String(file.dropLast(5)) : file
  }

  private static func entries(of folder: String) -> [String] { (try? Files.names(inFolder: folder)) ?? [] }
}
