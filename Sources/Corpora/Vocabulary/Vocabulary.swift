import Files

/// The tokens that a model knows, numbered from 0.
///
/// The list itself decides two things, so that every stage that reads it does the same: the *unknown token*
/// is `<unk>` or, in its absence, one of the other usual spellings; and text is *lower-cased* before look-up if no
/// token has an upper-case letter, special tokens (`<...>`, `[...]`, the unknown one) apart.
///
/// A list without an unknown token serves texts in which every word is known. A token is a word, or one character of
/// white space, as models of characters have them.
public struct Vocabulary: Sendable {
  /// The tokens; the number of each is its index.
  public let tokens: [String]
  /// Number of the unknown token; nil where there is none.
  public let unknownID: Int32?
  /// Whether text is lower-cased before it is looked up.
  public let lowercases: Bool
  /// Where the list was read.
  private let path: String
  private let table: ByteStringTable

  /// Spellings of the unknown token, in order of precedence.
  static let unknownSpellings = ["<unk>", "<UNK>", "[UNK]", "<oov>", "<OOV>", "xxunk", "_UNK", "UNK"]

  /// Number of tokens.
  public var count: Int { tokens.count }

  /// Number of `<eos>`, if it is among the tokens.
  public var endID: Int32? { exactID(of: "<eos>") }

  /// A vocabulary of these tokens in this order.
  ///
  /// - Parameters:
  ///   - unknown: the token for words that are not in the list; nil for the first of the usual spellings.
  ///   - path: named in errors.
  /// - Throws: ``CorpusError`` for an empty list, an empty or repeated token, white space in a token of several
  ///   characters, or a list without the unknown token that was named. The line in the error is the token's index
  ///   plus 1.
  public init(tokens: [String], unknown: String? = nil, path: String = "") throws {
    if tokens.isEmpty { throw CorpusError.empty(path: path) }
    var table = ByteStringTable(capacity: tokens.count)
    for (index, token) in tokens.enumerated() {
      var token = token
      try token.withUTF8 { bytes in
        if bytes.isEmpty { throw CorpusError.emptyToken(path: path, line: index + 1) }
        let isOneCharacter = bytes.count == whiteSpaceLength(bytes, at: 0)
        if !isOneCharacter, bytes.indices.contains(where: { whiteSpaceLength(bytes, at: $0) > 0 }) {
          throw CorpusError.spaceInToken(path: path, line: index + 1, token: tokens[index])
        }
        let first = table.insert(bytes)
        guard first == index else {
          throw CorpusError.duplicateToken(
            path: path, line: index + 1, token: tokens[index], firstLine: first + 1)
        }
      }
    }
    let found = (unknown.map { [$0] } ?? Self.unknownSpellings).lazy.compactMap { spelling -> Int? in
      var spelling = spelling
      return spelling.withUTF8 { table.index(of: $0) }
    }.first
    if let unknown, found == nil { throw CorpusError.noUnknownToken(path: path, token: unknown) }
    self.tokens = tokens
    self.path = path
    self.table = table
    unknownID = found.map(Int32.init)
    lowercases = !tokens.enumerated().contains {
      $0.offset != found && !Self.isSpecial($0.element) && Self.hasUpperCase($0.element)
    }
  }

  /// The number of a word, after case folding; ``unknownID`` if it is not known.
  public func id(of word: String) -> Int32? {
    var word = word
    return word.withUTF8 { knownID(ofUTF8: $0) } ?? unknownID
  }

  /// The number of a word given as UTF-8; nil if it is not known. Complexity: O(length).
  func knownID(ofUTF8 word: UnsafeBufferPointer<UInt8>) -> Int32? {
    let index = lowercases ? withLowerCase(word) { table.index(of: $0) } : table.index(of: word)
    return index.map(Int32.init)
  }

  /// Whether a word is one of ``specialTokens`` that this vocabulary has.
  func hasSpecialToken(_ word: UnsafeBufferPointer<UInt8>) -> Bool {
    word.first == UInt8(ascii: "<") && Self.specialTokens.contains { word.elementsEqual($0.utf8) }
      && table.index(of: word) != nil
  }

  /// The number of every word of a document. Complexity: O(bytes).
  ///
  /// - Throws: ``CorpusError/unknownWord(path:vocabulary:line:word:)`` where a word is not known and there is no
  ///   token for it.
  public func ids(of document: Document, in path: String = "") throws(CorpusError) -> [Int32] {
    var ids: [Int32] = []
    ids.reserveCapacity(document.count)
    var unknown: Int?
    document.forEachWordUTF8 { word in
      let id = knownID(ofUTF8: word) ?? unknownID
      if id == nil, unknown == nil { unknown = ids.count }
      ids.append(id ?? 0)
    }
    guard let unknown else { return ids }
    let before = document.text[..<document.spans[unknown].lowerBound]
    throw .unknownWord(
      path: path, vocabulary: self.path, line: document.line + before.count { $0 == UInt8(ascii: "\n") },
      word: document.word(unknown))
  }

  /// Calls `body` with the place of every word of a document that is not in the list. Complexity: O(bytes).
  public func forEachUnknown(in document: Document, _ body: (Int) -> Void) {
    var place = 0
    document.forEachWordUTF8 { word in
      if knownID(ofUTF8: word) == nil { body(place) }
      place += 1
    }
  }

  /// The tokens, with names for rows of an embedding beyond them.
  public func tokens(paddedTo rows: Int) -> [String] {
    tokens + (0..<max(0, rows - count)).map { "<padding-\(count + $0)>" }
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
