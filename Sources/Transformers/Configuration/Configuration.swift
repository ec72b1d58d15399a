import Files

/// The settings of a `config.json` under common names; see ``init(path:values:defaults:)``.
struct Configuration: Sendable {
  /// Where they stand, for messages.
  let path: String
  private let values: [String: JSONValue]

  /// Settings as they are.
  init(path: String, values: [String: JSONValue]) {
    self.path = path
    self.values = values
  }

  /// A setting; nil where it is null or missing.
  subscript(_ key: String) -> JSONValue? {
    let value = values[key]
    return value == .null ? nil : value
  }

  /// More of anything than any model has: sizes, tokens, positions.
  static let limit = 1 << 28

  /// A positive count; `fallback` where the setting is null or missing.
  ///
  /// - Throws: ``TransformerError/badSetting(path:key:found:expected:)``, for this and the other getters.
  func count(
    _ key: String, default fallback: Int? = nil, upTo limit: Int = limit
  ) throws(TransformerError) -> Int {
    guard let value = self[key] else {
      if let fallback { return fallback }
      throw bad(key, "a count")
    }
    guard let count = value.integer, (1...limit).contains(count) else {
      throw bad(key, "a count from 1 to \(limit)")
    }
    return count
  }

  /// A count that may be missing, null or zero, which are all nil.
  func countIfAny(_ key: String) throws(TransformerError) -> Int? {
    guard let value = self[key] else { return nil }
    guard let count = value.integer, (0...Int(Int32.max)).contains(count) else { throw bad(key, "a count") }
    return count == 0 ? nil : count
  }

  /// A token id, or nil where it is null, missing or negative.
  func tokenIfAny(_ key: String) throws(TransformerError) -> Int32? {
    guard let value = self[key] else { return nil }
    guard let token = value.integer, let id = Int32(exactly: token) else { throw bad(key, "a token id") }
    return id < 0 ? nil : id
  }

  /// A finite number that isn't negative.
  func number(_ key: String) throws(TransformerError) -> Double {
    guard let number = self[key]?.double, number.isFinite, number >= 0 else { throw bad(key, "a number") }
    return number
  }

  /// A finite positive number, or nil.
  func numberIfAny(_ key: String) throws(TransformerError) -> Double? {
    guard let value = self[key] else { return nil }
    guard let number = value.double, number.isFinite, number > 0 else { throw bad(key, "a positive number") }
    return number
  }

  /// True or false; false where it is null or missing.
  func flag(_ key: String) throws(TransformerError) -> Bool {
    guard let value = self[key] else { return false }
    guard let flag = value.bool else { throw bad(key, "true or false") }
    return flag
  }

  /// A text, or nil.
  func textIfAny(_ key: String) throws(TransformerError) -> String? {
    guard let value = self[key] else { return nil }
    guard let text = value.text else { throw bad(key, "a text") }
    return text
  }

  /// The error of a setting that doesn't do.
  func bad(_ key: String, _ expected: String) -> TransformerError {
    .badSetting(path: path, key: key, found: self[key].map(Self.spelling), expected: expected)
  }

  private static func spelling(_ value: JSONValue) -> String {
    switch value {
    case .null: "null"
    case .bool(let flag): "\(flag)"
    case .number(let text): text
    case .string(let bytes): String(decoding: bytes, as: UTF8.self)
    case .array: "a list"
    case .object: "an object"
    }
  }
}
