import Files

/// A table of a TOML file, with typed access and errors that name the line.
public struct SettingsTable {
  /// The file the table was read from, for messages.
  public let path: String
  /// The dotted name of the table; empty for the file itself.
  public let name: String
  let table: TOMLTable

  /// The most bytes that such a file may have: twice what a run of 5,000 stages takes.
  public static let sizeLimit = 1 << 20

  /// Reads and parses a file.
  ///
  /// - Throws: `FileError`, `.tooLarge` beyond ``sizeLimit``; `SettingsError.syntax`.
  public init(contentsOf path: String) throws {
    try self.init(parsing: FileBytes.text(path, limit: Self.sizeLimit), path: path)
  }

  /// Parses TOML text; `path` is used in messages only. O(bytes).
  ///
  /// - Throws: `SettingsError.syntax`.
  public init(parsing text: String, path: String) throws {
    var reader = TOMLReader(text)
    do throws(TOMLFlaw) {
      self.init(path: path, name: "", table: try reader.table())
    } catch {
      throw SettingsError.syntax(path: path, line: reader.line, column: reader.column, reason: error.reason)
    }
  }

  init(path: String, name: String, table: TOMLTable) {
    self.path = path
    self.name = name
    self.table = table
  }

  /// The keys of this table, sorted.
  public var keys: [String] { table.entries.keys.sorted() }

  /// The line a key of this table stands on, or that of the table if the key isn't there; 0 if neither is.
  public func line(of key: String) -> Int { table.entries[key]?.line ?? table.line }

  /// The dotted name of a key, as a message names it.
  public func qualified(_ key: String) -> String { name.isEmpty ? key : "\(name).\(key)" }
}
