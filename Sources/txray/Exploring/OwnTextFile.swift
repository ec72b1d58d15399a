import Files
import Glibc
import NcursesTerminal

/// The text given with `--text`, as a file or through a pipe.
enum OwnTextFile {
  /// The most that is read; texts are meant to be a sentence or a page.
  static let limit = 1 << 20

  /// Reads a file, or standard input for `-`.
  ///
  /// - Throws: `FileError`, `OwnTextError`.
  static func read(_ path: String) throws -> String {
    let bytes = try FileBytes.read(path, limit: limit)
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
  /// It is not UTF-8.
  case notUTF8(path: String)
  /// It is empty.
  case empty(path: String)
  /// A stage splits text into words in another way than the first.
  case otherWords(stage: String)
}
