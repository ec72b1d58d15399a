import Files

extension Tokenizer {
  /// The tokenizer parts of a GGUF file's metadata, under `tokenizer.ggml`.
  public struct GGUFParts: Sendable {
    /// `model`: `gpt2` is byte-level byte-pair encoding.
    public var model: String
    /// `pre`: names the pattern.
    public var pre: String
    /// `tokens`, by id.
    public var tokens: [[UInt8]]
    /// `token_type`: 3 is a control token, 4 a user's; the others are normal, unknown, unused or bytes.
    public var tokenTypes: [Int32]
    /// `merges`, two tokens and a space each.
    public var merges: [[UInt8]]
    /// The token put before a text, if the file asks for one.
    public var beginningID: Int32?

    /// Parts as the file has them.
    public init(
      model: String, pre: String, tokens: [[UInt8]], tokenTypes: [Int32], merges: [[UInt8]],
      beginningID: Int32? = nil
    ) {
      self.model = model
      self.pre = pre
      self.tokens = tokens
      self.tokenTypes = tokenTypes
      self.merges = merges
      self.beginningID = beginningID
    }
  }

  /// Makes a tokenizer of a GGUF file's parts.
  ///
  /// - Parameter path: The file, for messages.
  /// - Throws: ``TokenizerError/unsupported(path:component:name:)`` for models other than `gpt2` and pre-tokenizer
  ///   names that are not known, and others.
  public init(_ parts: GGUFParts, path: String) throws(TokenizerError) {
    guard parts.model == "gpt2" else { throw .unsupported(path: path, component: .model, name: parts.model) }
    guard let family = ByteLevelFamily(preName: parts.pre) else {
      throw .unsupported(path: path, component: .preName, name: parts.pre)
    }
    var table = TokenTable(capacity: parts.tokens.count)
    var added: [AddedToken] = []
    for (id, token) in parts.tokens.enumerated() {
      guard token.withUnsafeBufferPointer({ table.insert($0, id: id) }) else {
        throw .tooLarge(path: path, limit: TokenTable.idLimit)
      }
      switch id < parts.tokenTypes.count ? parts.tokenTypes[id] : 1 {
      case 3: added.append(AddedToken(content: token, isNormalized: false, isSpecial: true))
      case 4: added.append(AddedToken(content: token, isNormalized: false))
      default: break
      }
    }
    var merges = MergeList()
    for (number, line) in parts.merges.enumerated() {
      guard merges.append(line: line) else {
        throw .badValue(path: path, key: "tokenizer.ggml.merges[\(number)]")
      }
    }
    var options = BytePairModel.Options()
    if case .llama3 = family { options.ignoresMerges = true }
    let model = BytePairModel(
      table: table, merges: try merges.table(table, continuingPrefix: 0, path: path), options: options)
    var made = Parts(model: .bytePair(model))
    try made.apply(family, addsPrefixSpace: false)
    try made.add(added, path: path)
    if let first = parts.beginningID { made.postProcessor.template = [.tokens([first]), .sequence] }
    self.init(parts: made, digest: parts.digest)
  }
}

extension Tokenizer.GGUFParts {
  /// SHA-256 over all parts, each behind its length.
  fileprivate var digest: String {
    var digest = SHA256()
    let add = { (bytes: [UInt8]) in
      Array("\(bytes.count)\0".utf8).withUnsafeBytes { digest.update($0) }
      bytes.withUnsafeBytes { digest.update($0) }
    }
    add(Array(model.utf8))
    add(Array(pre.utf8))
    for token in tokens { add(token) }
    add(Array(tokenTypes.map(String.init).joined(separator: " ").utf8))
    for merge in merges { add(merge) }
    add(Array((beginningID.map(String.init) ?? "").utf8))
    return digest.hexDigest()
  }
}
