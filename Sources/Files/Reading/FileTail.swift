import Glibc

/// What was appended to a file since it was last read.
public struct FileTail: Sendable {
  /// The bytes.
  public let bytes: [UInt8]
  /// Where they begin: where the last reading ended, or 0 if the file was replaced or cut since.
  public let start: Int
  /// Which file it was.
  public let fileNumber: UInt64

  /// Reads what follows the first `offset` bytes, if the file is still the one of that number.
  ///
  /// - Parameter limit: the most bytes that the file may have.
  /// - Throws: ``FileError``; `.notFound` if there is none, `.tooLarge`.
  public init(_ path: String, from offset: Int, of known: UInt64, limit: Int) throws(FileError) {
    let descriptor = try FileLocation(path).open(O_RDONLY | O_NONBLOCK)
    defer { close(descriptor) }
    let size = try requireRegularFile(descriptor, path: path)
    guard size <= limit else { throw .tooLarge(path: path, limit: limit) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw .io(path: path, operation: .status, code: errno) }
    fileNumber = UInt64(status.st_ino)
    let begin = fileNumber != known || size < offset ? 0 : offset
    start = begin
    var failure: Int32?
    bytes = [UInt8](unsafeUninitializedCapacity: size - begin) { buffer, filled in
      while filled < size - begin {
        let count = pread(
          descriptor, buffer.baseAddress.map { $0 + filled }, size - begin - filled, off_t(begin + filled))
        if count < 0, errno == EINTR { continue }
        if count < 0 { failure = errno }
        if count <= 0 { return }
        filled += count
      }
    }
    if let failure { throw .io(path: path, operation: .read, code: failure) }
  }
}
