import Glibc

/// Writes files that are not there yet, and never over one that is.
public enum NewFile {
  /// Makes a file of what `body` writes. On any failure there is none.
  ///
  /// - Throws: ``FileError/io(path:operation:code:)``, with `EEXIST` where something stands there already; or whatever
  ///   `body` throws.
  public static func write(path: String, _ body: (FileSink) throws -> Void) throws {
    let descriptor = try FileLocation(path).open(O_WRONLY | O_CREAT | O_EXCL)
    defer { close(descriptor) }
    do {
      let sink = FileSink(path: path, descriptor: descriptor)
      try body(sink)
      try sink.flush()
      guard fsync(descriptor) == 0 else {
        throw FileError.io(path: path, operation: .synchronize, code: errno)
      }
    } catch {
      try? removeFile(path)
      throw error
    }
  }
}
