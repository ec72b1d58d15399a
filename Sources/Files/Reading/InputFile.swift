import Glibc

/// A file, or standard input, read from front to back.
public final class InputFile {
  /// The path it was opened by.
  public let path: String
  /// Size in bytes; nil of what is no regular file.
  public let size: Int?
  private let descriptor: Int32

  /// Opens a file; `-` is standard input.
  ///
  /// - Throws: ``FileError``.
  public init(path: String) throws(FileError) {
    self.path = path
    if path == "-" {
      descriptor = dup(STDIN_FILENO)
      guard descriptor >= 0 else { throw .opening(path, code: errno) }
    } else {
      descriptor = try FileLocation(path).open(O_RDONLY)
    }
    do throws(FileError) {
      size = try requireRegularFile(descriptor, path: path)
    } catch .notARegularFile {
      // What a person names may be a pipe or a device; under a confined folder it was refused above.
      size = nil
    } catch {
      close(descriptor)
      throw error
    }
  }

  deinit { close(descriptor) }

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
