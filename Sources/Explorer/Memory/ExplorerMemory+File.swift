import Files
import Glibc
import NeuronPreferences
import Settings

extension ExplorerMemory {
  /// Reads a file.
  ///
  /// - Throws: `SettingsError`; `MemoryError.otherVersion` for a file of another version of the program.
  public init(contentsOf path: String) throws {
    try self.init(table: SettingsTable(contentsOf: path))
  }

  /// Reads parsed settings. What is incomplete is left out.
  ///
  /// - Throws: `SettingsError`, `MemoryError.otherVersion`.
  public init(table: SettingsTable) throws {
    guard try table.integer("version") == Self.version else { throw MemoryError.otherVersion }
    columns = try table.strings("columns")
    shares = try table.string("shown_shares").flatMap(ShareKind.init) ?? .mass
    isSideBySide = try table.bool("side_by_side") ?? true
    for line in try table.tables("lines") {
      guard let kind = try line.string("kind"), let text = try line.string("text") else { continue }
      lines[kind, default: []].append(text)
    }
    for run in try table.tables("runs") {
      guard let key = try run.string("run"), let neuron = try run.string("neuron"),
        let stage = try run.integer("stage"), let view = try run.string("view"),
        let sort = try run.string("sort"), let isDescending = try run.bool("descending")
      else { continue }
      remember(
        RunMemory(
          neuron: neuron, stage: stage, pair: try run.string("pair"), view: view, sort: sort,
          isDescending: isDescending), of: key)
    }
  }

  /// The file, of which nothing need be there: `$XDG_STATE_HOME/txray/state.toml`, by default under
  /// `~/.local/state`. Nil where neither is set.
  public static func path(environment: [String: String]) -> String? {
    if let folder = environment["XDG_STATE_HOME"], folder.hasPrefix("/") {
      return folder + "/txray/state.toml"
    }
    if let home = environment["HOME"], home.hasPrefix("/") { return home + "/.local/state/txray/state.toml" }
    return nil
  }

  /// Writes the file whole, and makes its folders where they are missing.
  ///
  /// - Throws: `FileError`.
  public func write(to path: String) throws {
    let folders = path.split(separator: "/").dropLast()
    for last in folders.indices { mkdir("/" + folders[...last].joined(separator: "/"), 0o700) }
    try AtomicFile.write(path: path, text: text)
  }

  /// The text of the file.
  var text: String {
    var text = """
      # Where txray explore was left. The program writes this at its end; deleting it is safe.
      version = \(Self.version)
      shown_shares = \(Self.quoted(shares.rawValue))
      side_by_side = \(isSideBySide)

      """
    if let columns { text += "columns = [\(columns.map(Self.quoted).joined(separator: ", "))]\n" }
    for kind in lines.keys.sorted() {
      for line in (lines[kind] ?? []).suffix(Self.limit) {
        text += "\n[[lines]]\nkind = \(Self.quoted(kind))\ntext = \(Self.quoted(line))\n"
      }
    }
    for (key, run) in runs {
      text += """

        [[runs]]
        run = \(Self.quoted(key))
        neuron = \(Self.quoted(run.neuron))
        stage = \(run.stage)
        view = \(Self.quoted(run.view))
        sort = \(Self.quoted(run.sort))
        descending = \(run.isDescending)

        """
      if let pair = run.pair { text += "pair = \(Self.quoted(pair))\n" }
    }
    return text
  }

  /// A TOML string, controls written as escapes.
  private static func quoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": quoted += "\\\""
      case "\\": quoted += "\\\\"
      case _ where scalar.value < 0x20 || scalar.value == 0x7F:
        let digits = String(scalar.value, radix: 16)
        quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }
}

/// Why remembered state is not used.
public enum MemoryError: Error, Equatable, Sendable {
  /// Another version of the program wrote it.
  case otherVersion
}
