import Files

/// The tokens that a model knows, numbered from 0.
///
/// The list itself decides two things, so that every stage that reads it does the same: the *unknown token*
/// is `<unk>` or, in its absence, `<UNK>` or `[UNK]`; and text is *lower-cased* before look-up if no token
/// has an upper-case letter, special tokens (`<...>`, `[...]`) apart.
public struct Vocabulary: Sendable {
  /// The tokens; the number of each is its index.
  public let tokens: [String]
  /// Number of the unknown token.
  public let unknownID: Int32
  /// Whether text is lower-cased before it is looked up.
  public let lowercases: Bool
  private let table: ByteStringTable

  /// Spellings of the unknown token, in order of precedence.
  static let unknownSpellings = ["<unk>", "<UNK>", "[UNK]"]

  /// Number of tokens.
  public var count: Int { tokens.count }

  /// Number of `<eos>`, if it is among the tokens.
  public var endID: Int32? { exactID(of: "<eos>") }

  /// A vocabulary of these tokens in this order.
  ///
  /// - Parameter path: named in errors.
  /// - Throws: ``CorpusError`` for an empty list, an empty or repeated token, white space in a token, or a
  ///   list without an unknown token. The line in the error is the token's index plus 1.
  public init(tokens: [String], path: String = "") throws {
    if tokens.isEmpty { throw CorpusError.empty(path: path) }
    var table = ByteStringTable(capacity: tokens.count)
    for (index, token) in tokens.enumerated() {
      var token = token
      try token.withUTF8 { bytes in
        if bytes.isEmpty { throw CorpusError.emptyToken(path: path, line: index + 1) }
        if bytes.indices.contains(where: { whiteSpaceLength(bytes, at: $0) > 0 }) {
          throw CorpusError.spaceInToken(path: path, line: index + 1, token: tokens[index])
        }
        let first = table.insert(bytes)
        guard first == index else {
          throw CorpusError.duplicateToken(
            path: path, line: index + 1, token: tokens[index], firstLine: first + 1)
        }
      }
    }
    let unknown = Self.unknownSpellings.lazy.compactMap { spelling -> Int? in
      var spelling = spelling
      return spelling.withUTF8 { table.index(of: $0) }
    }.first
    guard let unknown else { throw CorpusError.noUnknownToken(path: path) }
    self.tokens = tokens
    self.table = table
    unknownID = Int32(unknown)
    lowercases = !tokens.contains { !Self.isSpecial($0) && Self.hasUpperCase($0) }
  }

  /// The number of a word, after case folding; ``unknownID`` if it is not known.
  public func id(of word: String) -> Int32 {
    var word = word
    return word.withUTF8 { id(ofUTF8: $0) }
  }

  /// The number of a word given as UTF-8. Complexity: O(length).
  public func id(ofUTF8 word: UnsafeBufferPointer<UInt8>) -> Int32 {
    let index = lowercases ? withLowerCase(word) { table.index(of: $0) } : table.index(of: word)
    return index.map(Int32.init) ?? unknownID
  }

  /// The number of every word of a document. Complexity: O(bytes).
  public func ids(of document: Document) -> [Int32] {
    var ids: [Int32] = []
    ids.reserveCapacity(document.count)
    document.forEachWordUTF8 { ids.append(id(ofUTF8: $0)) }
    return ids
  }

  /// The number of a token spelt exactly so, nil if there is none.
  public func exactID(of token: String) -> Int32? {
    var token = token
    return token.withUTF8 { table.index(of: $0) }.map(Int32.init)
  }

  private static func isSpecial(_ token: String) -> Bool {
    token.hasPrefix("<") && token.hasSuffix(">") || token.hasPrefix("[") && token.hasSuffix("]")
  }

  private static func hasUpperCase(_ token: String) -> Bool {
    token.unicodeScalars.contains { $0.properties.changesWhenLowercased }
  }
}
