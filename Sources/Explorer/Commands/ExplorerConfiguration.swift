import Settings
import TerminalUI

/// What a user has set in `config.toml`: theme, mouse, characters, keys.
public struct ExplorerConfiguration: Sendable {
  /// The theme's name or file; nil for the one that comes with the program.
  public var theme: String?
  /// Whether the mouse is used.
  public var isMouseOn = true
  /// Whether ASCII characters only are drawn.
  public var isASCIIOnly = false
  /// Which key does what.
  public var keymap = Keymap.standard

  /// What holds where nothing is set.
  public init() {}

  /// Reads a file.
  ///
  /// - Throws: `SettingsError`, which names the line.
  public init(contentsOf path: String) throws {
    try self.init(table: SettingsTable(contentsOf: path))
  }

  /// Reads parsed settings.
  ///
  /// - Throws: `SettingsError`, which names the line.
  public init(table: SettingsTable) throws {
    try table.rejectUnknownKeys(allowed: ["theme", "mouse", "ascii", "keys"])
    theme = try table.string("theme")
    isMouseOn = try table.bool("mouse") ?? true
    isASCIIOnly = try table.bool("ascii") ?? false
    guard let keys = try table.table("keys") else { return }
    for name in keys.keys {
      guard let key = Key(name: name) else {
        throw keys.invalid(name, "the name of a key: a, A, space, ctrl-d, alt-x, pagedown, f5")
      }
      let command = try keys.string(name) ?? ""
      guard command != "none" else {
        keymap.unbind(key)
        continue
      }
      do throws(CommandError) {
        try keymap.bind(key, to: command)
      } catch {
        throw keys.invalid(name, Wording.text(error))
      }
    }
  }

  /// The file, of which nothing need be there: `$XDG_CONFIG_HOME/txray/config.toml`, by default under
  /// `~/.config`. Nil where neither is set.
  public static func path(environment: [String: String]) -> String? {
    if let folder = environment["XDG_CONFIG_HOME"], folder.hasPrefix("/") {
      return folder + "/txray/config.toml"
    }
    if let home = environment["HOME"], !home.isEmpty { return home + "/.config/txray/config.toml" }
    return nil
  }

  /// A file that sets everything as it is anyway, with every key and command explained.
  public static var example: String {
    var lines = [
      "# Settings of txray explore. This file sets what holds without it.",
      "# It is read from $XDG_CONFIG_HOME/txray/config.toml, or ~/.config/txray/config.toml.", "",
      "theme = \"\(Theme.builtIn.name)\"      # a name, or a file; :theme shows which there are",
      "mouse = true",
      "ascii = false               # draw with ASCII characters only", "",
      "# A key and its command; \"none\" takes a key away. Commands may have arguments: \"sort wins@2\".",
      "[keys]",
    ]
    let keymap = Keymap.standard
    for command in Command.all {
      let bindings = keymap.bindings.filter { binding in
        binding.command == command.name || binding.command.hasPrefix(command.name + " ")
      }
      for binding in bindings {
        let name = binding.key.name
        let quoted = name == "\"" || name == "\\" ? "'\(name)'" : "\"\(name)\""
        lines.append("\(quoted) = \"\(binding.command)\"  # \(command.summary)")
      }
      if bindings.isEmpty {
        let placeholder = command.argument.placeholder.map { " \($0)" } ?? ""
        lines.append("# \"a key\" = \"\(command.name)\(placeholder)\"  # \(command.summary)")
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }
}
