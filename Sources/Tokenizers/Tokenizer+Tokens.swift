extension Tokenizer {
  /// A token as the vocabulary spells it, nil if no token has this id.
  public func token(_ id: Int32) -> String? {
    if let added = parts.addedTokens.tokens[id] { return String(decoding: added.content, as: UTF8.self) }
    return parts.model.table.token(id).map { String(decoding: $0, as: UTF8.self) }
  }

  /// The id of a token as the vocabulary spells it, nil if there is none.
  public func id(of token: String) -> Int32? {
    let bytes = Array(token.utf8)
    return parts.addedTokens.id(of: bytes) ?? parts.model.table.id(of: bytes)
  }

  /// A token to be read: byte-level letters become the bytes they spell, what is not text U+FFFD. Marks such as
  /// U+2581 and `##` stay, for they tell where words begin. Nil if no token has this id.
  public func text(of id: Int32) -> String? {
    guard parts.addedTokens.tokens[id] == nil, spellsBytes, let token = parts.model.table.token(id) else {
      return self.token(id)
    }
    return String(decoding: ByteAlphabet.bytes(of: token) ?? Array(token), as: UTF8.self)
  }

  /// Whether the vocabulary spells bytes by letters.
  private var spellsBytes: Bool {
    let isPreTokenized = parts.preTokenizers.contains { if case .byteLevel = $0 { true } else { false } }
    return isPreTokenized || parts.normalizers.contains { if case .byteLevel = $0 { true } else { false } }
  }
}
