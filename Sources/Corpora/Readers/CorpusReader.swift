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

  /// A reader; nothing is opened before ``forEachDocument(_:)``.
  public init(_ description: CorpusDescription) {
    self.description = description
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
}
