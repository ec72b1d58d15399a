import Corpora
import Files

/// Documents given as token ids: one document a line, ids separated by spaces.
public enum TokenIDFile {
  /// Why such a file can't be used.
  public enum Flaw: Error, Equatable, Sendable {
    /// Something other than a number stands there.
    case notANumber(path: String, line: Int, found: String)
    /// The model has no such token.
    case outOfRange(path: String, line: Int, id: Int, vocabularySize: Int)
  }

  /// Reads the documents; an empty line is an empty document.
  ///
  /// - Throws: `Flaw`, `CorpusError`.
  public static func read(_ path: String, vocabularySize: Int) throws -> [[Int32]] {
    let lines = try LineReader(path: path)
    var documents: [[Int32]] = []
    while try lines.next() {
      documents.append(
        try lines.line.split { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }.map { word in
          let word = String(decoding: word, as: UTF8.self)
          guard let id = Int(word) else {
            throw Flaw.notANumber(path: path, line: lines.lineNumber, found: String(word.prefix(40)))
          }
          guard (0..<vocabularySize).contains(id) else {
            throw Flaw.outOfRange(
              path: path, line: lines.lineNumber, id: id, vocabularySize: vocabularySize)
          }
          return Int32(id)
        })
    }
    return documents
  }
}
