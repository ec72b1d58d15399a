import Corpora
import Glibc
import NcursesTerminal

/// A text to look at that was named on the command line, or piped in.
enum OwnTextFile {
  /// More than this is not read: a sentence or a page is meant.
  static let limit = 1 << 20

  /// Reads a file, or standard input for `-`.
  ///
  /// - Throws: `CorpusError.unreadable`, `OwnTextError`.
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
  /// It is no UTF-8.
  case notUTF8(path: String)
  /// Nothing is in it.
  case empty(path: String)
  /// No model beside the snapshots.
  case noCheckpoint(stage: String, path: String)
  /// The checkpoint is not the one that the snapshot was taken from.
  case otherCheckpoint(stage: String, path: String)
  /// The model's layers are not those of the snapshot.
  case otherSites(path: String, found: String, expected: String)
  /// A stage cuts text into words in another way than the first.
  case otherWords(stage: String)
}

func words(_ error: OwnTextError) -> (String, FailureReport.ExitStatus) {
  switch error {
  case .unreadable(let path, let code): ("\(path): can't read it: \(systemMessage(code))", status(code))
  case .tooLong(let path, let limit):
    ("\(path): more than \(limit >> 10) KB; a text for --text is a sentence or a page", .badData)
  case .notUTF8(let path): ("\(path): it is not UTF-8 text", .badData)
  case .empty(let path): ("\(path): there is no text in it", .badData)
  case .noCheckpoint(let stage, let path):
    ("\(stage) has no model here to read text: \(path) is not there", .notFound)
  case .otherCheckpoint(let stage, let path):
    ("\(stage) was taken from another model than \(path) now holds", .badData)
  case .otherSites(let path, let found, let expected):
    ("\(path) has neurons \(found), but its snapshot \(expected)", .badData)
  case .otherWords(let stage): ("\(stage) cuts text into other words than the first stage", .badData)
  }
}
