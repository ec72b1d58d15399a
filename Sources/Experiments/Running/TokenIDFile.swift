import Corpora
import Glibc

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
    let text = try wholeText(path)
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    if lines.last?.isEmpty == true { lines.removeLast() }
    return try lines.enumerated().map { number, line in
      try line.split { $0 == " " || $0 == "\t" || $0 == "\r" }.map { word in
        guard let id = Int(word) else {
          throw Flaw.notANumber(path: path, line: number + 1, found: String(word.prefix(40)))
        }
        guard (0..<vocabularySize).contains(id) else {
          throw Flaw.outOfRange(path: path, line: number + 1, id: id, vocabularySize: vocabularySize)
        }
        return Int32(id)
      }
    }
  }

  private static func wholeText(_ path: String) throws -> Substring {
    guard let file = path == "-" ? fdopen(dup(0), "rb") : fopen(path, "rb") else {
      throw errno == ENOENT ? CorpusError.notFound(path: path) : .unreadable(path: path, errno: errno)
    }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = fread(&chunk, 1, chunk.count, file)
      if count == 0 { break }
      bytes += chunk[..<count]
    }
    guard ferror(file) == 0 else { throw CorpusError.unreadable(path: path, errno: errno) }
    return Substring(decoding: bytes, as: UTF8.self)
  }
}
