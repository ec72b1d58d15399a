import Files

extension Vocabulary {
  /// Reads a vocabulary: one token a line, the first line number 0.
  ///
  /// - Throws: `FileError`, ``CorpusError``; a repeated, empty or spaced token is named with its line.
  public init(contentsOf path: String) throws {
    let lines = try LineReader(path: path)
    var tokens: [String] = []
    while try lines.next() {
      tokens.append(String(decoding: lines.line, as: UTF8.self))
    }
    try self.init(tokens: tokens, path: path)
  }

  /// Writes one token a line, whole or not at all.
  ///
  /// - Throws: `FileError`.
  public func write(to path: String) throws {
    var bytes: [UInt8] = []
    for token in tokens {
      bytes.append(contentsOf: token.utf8)
      bytes.append(UInt8(ascii: "\n"))
    }
    try AtomicFile.write(path: path, bytes: bytes)
  }
}
