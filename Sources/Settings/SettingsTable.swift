import Glibc
import TOMLKit

/// A table of a TOML file, with typed access and errors that name the line.
///
/// TOMLKit parses; this type adds what a person needs who mistyped a key: the line it stands on and
/// the key that was meant.
public struct SettingsTable {
  /// The file the table was read from, for messages.
  public let path: String
  /// The dotted name of the table; empty for the file itself.
  public let name: String
  let table: TOMLTable
  let lines: KeyLines

  /// Reads and parses a file.
  ///
  /// - Throws: `SettingsError.unreadable`, `.notUTF8`, `.syntax`.
  public init(contentsOf path: String) throws {
    try self.init(parsing: Self.text(ofFileAt: path), path: path)
  }

  /// Parses TOML text; `path` is used in messages only.
  ///
  /// - Throws: `SettingsError.syntax`.
  public init(parsing text: String, path: String) throws {
    do {
      let table = try TOMLTable(string: text)
      self.init(path: path, name: "", table: table, lines: KeyLines(text))
    } catch let error as TOMLParseError {
      throw SettingsError.syntax(
        path: path, line: error.source.begin.line, column: error.source.begin.column,
        reason: error.description)
    }
  }

  init(path: String, name: String, table: TOMLTable, lines: KeyLines) {
    self.path = path
    self.name = name
    self.table = table
    self.lines = lines
  }

  /// The keys of this table, sorted.
  public var keys: [String] { table.keys.sorted() }

  /// The line a key of this table stands on, or that of the table if the key isn't there; 0 if neither is.
  public func line(of key: String) -> Int {
    lines.line(ofKey: key, inTable: name) ?? lines.line(ofTable: name) ?? 0
  }

  /// The dotted name of a key, as a message names it.
  public func qualified(_ key: String) -> String { name.isEmpty ? key : "\(name).\(key)" }

  private static func text(ofFileAt path: String) throws -> String {
    guard let file = fopen(path, "rb") else { throw SettingsError.unreadable(path: path, code: errno) }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      errno = 0
      let count = fread(&chunk, 1, chunk.count, file)
      if count == 0 { break }
      bytes.append(contentsOf: chunk[..<count])
    }
    guard ferror(file) == 0 else { throw SettingsError.unreadable(path: path, code: errno) }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw SettingsError.notUTF8(path: path, offset: firstInvalidOffset(bytes))
    }
    return text
  }

  private static func firstInvalidOffset(_ bytes: [UInt8]) -> Int {
    var decoder = UTF8()
    var iterator = bytes.makeIterator()
    var offset = 0
    while case .scalarValue(let scalar) = decoder.decode(&iterator) { offset += UTF8.width(scalar) }
    return offset
  }
}
