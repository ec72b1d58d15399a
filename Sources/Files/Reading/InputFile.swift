import Glibc

/// A file, or standard input, read from front to back.
public final class InputFile {
  /// The path it was opened by.
  public let path: String
  private let descriptor: Int32

  /// Opens a file; `-` is standard input.
  ///
  /// - Throws: ``FileError``.
  public init(path: String) throws(FileError) {
    self.path = path
    if path == "-" {
      descriptor = dup(STDIN_FILENO)
    } else {
      descriptor = open(path, O_RDONLY | O_CLOEXEC)
    }
    guard descriptor >= 0 else {
      let code = errno
      throw code == ENOENT || code == ENOTDIR
        ? .notFound(path: path) : .io(path: path, operation: .open, code: code)
    }
    var status = stat()
    if fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFDIR {
      throw .isFolder(path: path)
    }
  }

  deinit {
    if descriptor >= 0 { close(descriptor) }
  }

  /// Reads at most `buffer.count` bytes; 0 at the end.
  ///
  /// - Throws: ``FileError/io(path:operation:code:)``.
  public func read(into buffer: UnsafeMutableRawBufferPointer) throws(FileError) -> Int {
    while true {
      let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
      if count >= 0 { return count }
      if errno != EINTR { throw .io(path: path, operation: .read, code: errno) }
    }
  }
}
