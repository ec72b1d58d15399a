/// What can be wrong with a TOML file that a person wrote.
///
/// Every case carries the file and, where it is known, the 1-based line.
public enum SettingsError: Error, Equatable, Sendable {
  /// The text is not TOML.
  case syntax(path: String, line: Int, column: Int, reason: String)
  /// A key that nothing reads, with the nearest known one if there is a near one.
  case unknownKey(path: String, line: Int, key: String, suggestion: String?)
  /// A value of another type than the key wants.
  case wrongType(path: String, line: Int, key: String, expected: String, found: String)
  /// A key that must be there and isn't; `line` is that of the table, 0 for the file itself.
  case missingKey(path: String, line: Int, key: String)
  /// A value of the right type that makes no sense; `reason` says what would.
  case invalidValue(path: String, line: Int, key: String, reason: String)
}
