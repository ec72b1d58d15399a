import Files

/// Reads the documents of a corpus one after another, holding one at a time.
///
/// ```swift
/// let summary = try CorpusReader(description).forEachDocument { document in
///   counts.add(document)
///   return true
/// }
/// ```
public struct CorpusReader: Sendable {
  /// What is read.
  public let description: CorpusDescription

  /// Documents longer than this many bytes come in pieces, cut at line ends; the second and later pieces
  /// have ``Document/isContinuation`` set.
  public var pieceLimit = 1 << 20

  /// Whose tokens must not be cut: all of them, where the description asks for it, else the special ones.
  private let vocabulary: Vocabulary?

  /// A reader; nothing is opened before ``forEachDocument(_:)``.
  ///
  /// - Parameter vocabulary: whose tokens are never cut: all, if ``CorpusDescription/keepsTokens`` says so, else
  ///   ``Vocabulary/specialTokens``.
  public init(_ description: CorpusDescription, vocabulary: Vocabulary? = nil) {
    self.description = description
    self.vocabulary = vocabulary
  }

  /// Running text as a document.
  func document(of text: [UInt8]) -> Document {
    let ending = description.endOfLine.map { Array($0.utf8) }
    guard vocabulary != nil || ending != nil else {
      return Document(text: text, tokenization: description.tokenization)
    }
    let keepsAll = description.keepsTokens
    return Document(text: text, tokenization: description.tokenization) { chunk in
      ending.map { chunk.elementsEqual($0) } == true
        || vocabulary.map { keepsAll ? $0.knownID(ofUTF8: chunk) != nil : $0.hasSpecialToken(chunk) } == true
    }
  }

  /// Calls `body` with every document until it returns false.
  ///
  /// A record without words (an empty text column) is a document without words, so that labels keep their
  /// place; empty stretches of plain text are nothing.
  ///
  /// - Returns: what was read, and the digest of the file if it was read to its end.
  /// - Throws: `FileError`; ``CorpusError``, among them ``CorpusError/empty(path:)`` when the file ends without a word;
  ///   and whatever `body` throws.
  /// - Complexity: O(n) time; memory for one document.
  @discardableResult
  public func forEachDocument(_ body: (Document) throws -> Bool) throws -> CorpusSummary {
    let lines = try LineReader(path: description.path)
    var summary = CorpusSummary()
    let counted: (Document) throws -> Bool = { document in
      if !document.isContinuation { summary.documents += 1 }
      summary.words += document.count
      return try body(document)
    }
    let finished = try description.format.kind.read(self, lines, counted)
    if finished {
      if summary.words == 0 { throw CorpusError.empty(path: description.path) }
      summary.sha256 = lines.stream.digest.hexDigest()
      summary.bytes = lines.stream.rawByteCount
    }
    return summary
  }

  /// Calls `body` with whole documents until they have at least `words` words; with all for nil.
  ///
  /// A file is not read further; standard input is, to its end, for nobody can ask it again what it was.
  ///
  /// - Returns: as ``forEachDocument(_:)``, and throws what that does.
  @discardableResult
  public func forEachDocument(upTo words: Int?, _ body: (Document) throws -> Void) throws -> CorpusSummary {
    var read = 0
    return try forEachDocument { document in
      if let words, read >= words { return description.path == "-" }
      read += document.count
      try body(document)
      return true
    }
  }
}
