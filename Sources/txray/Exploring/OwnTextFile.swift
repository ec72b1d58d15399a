import Corpora
import Glibc
import NcursesTerminal

/// The text given with `--text`, as a file or through a pipe.
enum OwnTextFile {
  /// The most that is read; texts are meant to be a sentence or a page.
  static let limit = 1 << 20

  /// Reads a file, or standard input for `-`.
  ///
  /// - Throws: `OwnTextError`.
  static func read(_ path: String) throws -> String {
    let descriptor = path == "-" ? dup(0) : open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw OwnTextError.unreadable(path: path, code: errno) }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while bytes.count <= limit {
      let count = Glibc.read(descriptor, &chunk, chunk.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw OwnTextError.unreadable(path: path, code: errno) }
      guard count > 0 else { break }
      bytes += chunk[..<count]
    }
    guard bytes.count <= limit else { throw OwnTextError.tooLong(path: path, limit: limit) }
    guard let text = String(validating: bytes, as: UTF8.self) else { throw OwnTextError.notUTF8(path: path) }
    guard !text.allSatisfy(\.isWhitespace) else { throw OwnTextError.empty(path: path) }
    return text
  }

  /// Opens the terminal of this process for keys.
  ///
  /// - Throws: `TerminalOpeningError.notATerminal` where it has none.
  static func openTerminal() throws -> Int32 {
    let descriptor = open("/dev/tty", O_RDWR | O_CLOEXEC)
    guard descriptor >= 0 else { throw TerminalOpeningError.notATerminal(.input) }
    return descriptor
  }
}

/// Why a text of the user's own can't be read.
enum OwnTextError: Error, Equatable {
  /// The file can't be read; `code` is the value of `errno`.
  case unreadable(path: String, code: Int32)
  /// It is longer than `limit` bytes.
  case tooLong(path: String, limit: Int)
  /// It is not UTF-8.
  case notUTF8(path: String)
  /// It is empty.
  case empty(path: String)
  /// A stage splits text into words in another way than the first.
  case otherWords(stage: String)
}
