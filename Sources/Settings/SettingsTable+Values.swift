extension SettingsTable {
  /// The string under a key, nil if the key isn't there. Throws `SettingsError.wrongType`.
  public func string(_ key: String) throws -> String? {
    try value(key, "a string") { if case .string(let text) = $0 { text } else { nil } }
  }

  /// The integer under a key, nil if the key isn't there. Throws `SettingsError.wrongType`.
  public func integer(_ key: String) throws -> Int? {
    try value(key, "an integer") { if case .integer(let number) = $0 { number } else { nil } }
  }

  /// The number under a key (an integer counts), nil if the key isn't there. Throws `SettingsError.wrongType`.
  public func double(_ key: String) throws -> Double? {
    try value(key, "a number") { value in
      switch value {
      case .double(let number): number
      case .integer(let number): Double(number)
      default: nil
      }
    }
  }

  /// The truth value under a key, nil if the key isn't there. Throws `SettingsError.wrongType`.
  public func bool(_ key: String) throws -> Bool? {
    try value(key, "true or false") { if case .bool(let flag) = $0 { flag } else { nil } }
  }

  /// The strings under a key, nil if the key isn't there. Throws `SettingsError.wrongType`.
  public func strings(_ key: String) throws -> [String]? {
    try array(key, "an array of strings") { if case .string(let text) = $0 { text } else { nil } }
  }

  /// The integers under a key, nil if the key isn't there. Throws `SettingsError.wrongType`.
  public func integers(_ key: String) throws -> [Int]? {
    try array(key, "an array of integers") { if case .integer(let number) = $0 { number } else { nil } }
  }

  /// The table under a key, nil if the key isn't there. Throws `SettingsError.wrongType`.
  public func table(_ key: String) throws -> SettingsTable? {
    let found = try value(key, "a table") { if case .table(let table) = $0 { table } else { nil } }
    return found.map { SettingsTable(path: path, name: qualified(key), table: $0) }
  }

  /// The tables under a key (`[[key]]`), empty if the key isn't there. Throws `SettingsError.wrongType`.
  public func tables(_ key: String) throws -> [SettingsTable] {
    let found = try array(key, "an array of tables ([[\(key)]])") { value in
      if case .table(let table) = value { table } else { nil }
    }
    return (found ?? []).enumerated().map { index, table in
      SettingsTable(path: path, name: "\(qualified(key))[\(index)]", table: table)
    }
  }

  /// The one table under a key (`[key]`), or all of several (`[[key]]`); empty if the key isn't there. Throws
  /// `SettingsError.wrongType`.
  public func oneOrMoreTables(_ key: String) throws -> [SettingsTable] {
    if case .array = table.entries[key]?.value { return try tables(key) }
    return try table(key).map { [$0] } ?? []
  }

  /// The one string under a key, or all of an array of them; nil if the key isn't there. Throws
  /// `SettingsError.wrongType`.
  public func oneOrMoreStrings(_ key: String) throws -> [String]? {
    if case .array = table.entries[key]?.value { return try strings(key) }
    return try string(key).map { [$0] }
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
    _ key: String, _ expected: String, _ read: (TOMLValue) -> Value?
  ) throws -> Value? {
    guard let found = table.entries[key]?.value else { return nil }
    guard let value = read(found) else { throw wrongType(key, expected, found) }
    return value
  }

  private func array<Value>(
    _ key: String, _ expected: String, _ read: (TOMLValue) -> Value?
  ) throws -> [Value]? {
    guard let found = table.entries[key]?.value else { return nil }
    guard case .array(let elements) = found else { throw wrongType(key, expected, found) }
    return try elements.map { element in
      guard let value = read(element) else { throw wrongType(key, expected, element) }
      return value
    }
  }

  private func wrongType(_ key: String, _ expected: String, _ found: TOMLValue) -> SettingsError {
    .wrongType(
      path: path, line: line(of: key), key: qualified(key), expected: expected, found: found.kindName)
  }
}
