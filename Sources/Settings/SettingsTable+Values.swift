import TOMLKit

extension SettingsTable {
  /// The string under a key, nil if the key isn't there. Throws `SettingsError.wrongType`.
  public func string(_ key: String) throws -> String? {
    try value(key, "a string") { $0.string }
  }

  /// The integer under a key, nil if the key isn't there. Throws `SettingsError.wrongType`.
  public func integer(_ key: String) throws -> Int? {
    try value(key, "an integer") { $0.type == .int ? $0.int : nil }
  }

  /// The number under a key (an integer counts), nil if the key isn't there. Throws `SettingsError.wrongType`.
  public func double(_ key: String) throws -> Double? {
    try value(key, "a number") { value in
      switch value.type {
      case .double: value.double
      case .int: value.int.map(Double.init)
      default: nil
      }
    }
  }

  /// The truth value under a key, nil if the key isn't there. Throws `SettingsError.wrongType`.
  public func bool(_ key: String) throws -> Bool? {
    try value(key, "true or false") { $0.bool }
  }

  /// The strings under a key, nil if the key isn't there. Throws `SettingsError.wrongType`.
  public func strings(_ key: String) throws -> [String]? {
    try array(key, "an array of strings") { $0.string }
  }

  /// The integers under a key, nil if the key isn't there. Throws `SettingsError.wrongType`.
  public func integers(_ key: String) throws -> [Int]? {
    try array(key, "an array of integers") { $0.type == .int ? $0.int : nil }
  }

  /// The table under a key, nil if the key isn't there. Throws `SettingsError.wrongType`.
  public func table(_ key: String) throws -> SettingsTable? {
    guard let found = try value(key, "a table", { $0.table }) else { return nil }
    return SettingsTable(path: path, name: qualified(key), table: found, lines: lines)
  }

  /// The tables under a key (`[[key]]`), empty if the key isn't there. Throws `SettingsError.wrongType`.
  public func tables(_ key: String) throws -> [SettingsTable] {
    let found = try array(key, "an array of tables ([[\(key)]])") { $0.table } ?? []
    return found.enumerated().map { index, table in
      SettingsTable(path: path, name: "\(qualified(key))[\(index)]", table: table, lines: lines)
    }
  }

  /// Throws `SettingsError.unknownKey` for the first key that is not allowed, with the nearest allowed one.
  public func rejectUnknownKeys(allowed: [String]) throws {
    let unknown = keys.filter { !allowed.contains($0) }.min { line(of: $0) < line(of: $1) }
    guard let unknown else { return }
    throw SettingsError.unknownKey(
      path: path, line: line(of: unknown), key: qualified(unknown),
      suggestion: nearest(to: unknown, among: allowed))
  }

  /// A value that must be there. Throws `SettingsError.missingKey`.
  public func required<Value>(_ key: String, _ value: Value?) throws -> Value {
    guard let value else {
      throw SettingsError.missingKey(path: path, line: line(of: key), key: qualified(key))
    }
    return value
  }

  /// The error for a value of this table that makes no sense; `reason` says what would.
  public func invalid(_ key: String, _ reason: String) -> SettingsError {
    .invalidValue(path: path, line: line(of: key), key: qualified(key), reason: reason)
  }

  private func value<Value>(
    _ key: String, _ expected: String, _ read: (TOMLValueConvertible) -> Value?
  ) throws -> Value? {
    guard let raw = table[key] else { return nil }
    guard let value = read(raw) else { throw wrongType(key, expected, raw.type) }
    return value
  }

  private func array<Value>(
    _ key: String, _ expected: String, _ read: (TOMLValueConvertible) -> Value?
  ) throws -> [Value]? {
    guard let raw = table[key] else { return nil }
    guard let array = raw.array else { throw wrongType(key, expected, raw.type) }
    return try array.map { element in
      guard let value = read(element) else { throw wrongType(key, expected, element.type) }
      return value
    }
  }

  private func wrongType(_ key: String, _ expected: String, _ found: TOMLType) -> SettingsError {
    let name =
      switch found {
      case .string: "a string"
      case .int: "an integer"
      case .double: "a number"
      case .bool: "true or false"
      case .table: "a table"
      case .array: "an array"
      default: "a date or time"
      }
    return .wrongType(
      path: path, line: line(of: key), key: qualified(key), expected: expected, found: name)
  }
}
