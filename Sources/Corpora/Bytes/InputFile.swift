import Glibc

/// A file, or standard input, read from front to back.
final class InputFile {
  let path: String
  private let descriptor: Int32

  /// Opens a file; `-` is standard input.
  init(path: String) throws {
    self.path = path
    if path == "-" {
      descriptor = dup(STDIN_FILENO)
    } else {
      descriptor = open(path, O_RDONLY | O_CLOEXEC)
    }
    guard descriptor >= 0 else {
      let code = errno
      throw code == ENOENT || code == ENOTDIR
        ? CorpusError.notFound(path: path) : .unreadable(path: path, errno: code)
    }
    var status = stat()
    if fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFDIR {
      throw CorpusError.isFolder(path: path)
    }
  }

  deinit {
    if descriptor >= 0 { close(descriptor) }
  }

  /// Reads at most `buffer.count` bytes; 0 at the end.
  func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    while true {
      let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
      if count >= 0 { return count }
      if errno != EINTR { throw CorpusError.unreadable(path: path, errno: errno) }
    }
  }
}
