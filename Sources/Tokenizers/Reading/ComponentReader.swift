import Files

/// Makes the components of a tokenizer of what its file says.
struct ComponentReader {
  /// The file, for messages.
  let path: String
  /// Components inside components.
  static let depthLimit = 16
  /// Scalars that stand for one match, or before a text.
  static let scalarLimit = 256

  /// The type of a component, and its own value. Nil for null.
  func type(of value: JSONValue, key: String) throws(TokenizerError) -> String? {
    if value == .null { return nil }
    guard let type = value["type"]?.text else { throw .badValue(path: path, key: "\(key).type") }
    return type
  }

  func text(_ value: JSONValue, _ key: String) throws(TokenizerError) -> [UInt8] {
    guard case .string(let bytes)? = value[key] else { throw .badValue(path: path, key: key) }
    return bytes
  }

  /// A boolean, or what stands for a missing one.
  func flag(_ value: JSONValue, _ key: String, default missing: Bool? = nil) throws(TokenizerError) -> Bool {
    switch value[key] ?? .null {
    case .bool(let flag): return flag
    case .null: if let missing { return missing }
    default: break
    }
    throw .badValue(path: path, key: key)
  }

  /// The scalars of a text that is written again and again, of which there are at most ``scalarLimit``.
  func scalars(_ value: JSONValue, _ key: String) throws(TokenizerError) -> [UInt32] {
    let scalars = String(decoding: try text(value, key), as: UTF8.self).unicodeScalars.map(\.value)
    guard scalars.count <= Self.scalarLimit else { throw .tooLarge(path: path, limit: Self.scalarLimit) }
    return scalars
  }

  /// One scalar.
  func scalar(_ value: JSONValue, _ key: String) throws(TokenizerError) -> UInt32 {
    let scalars = try scalars(value, key)
    guard scalars.count == 1 else { throw .badValue(path: path, key: key) }
    return scalars[0]
  }

  func elements(_ value: JSONValue, _ key: String) throws(TokenizerError) -> [JSONValue] {
    guard case .array(let elements)? = value[key] else { throw .badValue(path: path, key: key) }
    return elements
  }

  func id(_ value: JSONValue, _ key: String) throws(TokenizerError) -> Int32 {
    guard case .number(let digits) = value, let id = Int32(digits),
      (0..<Int32(TokenTable.idLimit)).contains(id)
    else {
      throw .badValue(path: path, key: key)
    }
    return id
  }

  /// `{"String": ...}` or `{"Regex": ...}`.
  func matcher(_ value: JSONValue) throws(TokenizerError) -> TextMatcher {
    guard let pattern = value["pattern"] else { throw .badValue(path: path, key: "pattern") }
    if let regex = pattern["Regex"]?.text { return try .pattern(regex, path: path) }
    return try .text(try text(pattern, "String"))
  }

  /// The added tokens of a file.
  func addedTokens(_ value: JSONValue) throws(TokenizerError) -> [AddedToken] {
    if value == .null { return [] }
    guard case .array(let elements) = value else { throw .badValue(path: path, key: "added_tokens") }
    var tokens: [AddedToken] = []
    for element in elements { tokens.append(try addedToken(element)) }
    return tokens
  }

  /// One added token.
  func addedToken(_ value: JSONValue) throws(TokenizerError) -> AddedToken {
    let isSpecial = try flag(value, "special", default: false)
    return AddedToken(
      content: try text(value, "content"), isSingleWord: try flag(value, "single_word", default: false),
      stripsLeft: try flag(value, "lstrip", default: false),
      stripsRight: try flag(value, "rstrip", default: false),
      isNormalized: try flag(value, "normalized", default: !isSpecial), isSpecial: isSpecial)
  }
}
