import Glibc

/// A regular file mapped read-only into memory, for as long as the object lives.
///
/// Nothing is read when it is opened: pages come in when they are touched. The size is taken once. If
/// another process shortens the file while it is mapped, touching the lost pages raises SIGBUS, which no
/// check of ours can prevent; files written by ``AtomicFile`` are never shortened, only replaced, and a
/// replaced file stays whole for whoever has it open.
public final class MappedFile: Sendable {
  /// The path it was opened by.
  public let path: String
  /// Its bytes, valid while this object lives.
  public nonisolated(unsafe) let bytes: UnsafeRawBufferPointer

  /// Size in bytes.
  public var count: Int { bytes.count }

  /// Maps the file at `path`. O(1).
  ///
  /// - Throws: ``FileError/notFound(path:)``, ``FileError/isFolder(path:)``, ``FileError/notARegularFile(path:)`` or
  ///   ``FileError/io(path:operation:code:)``.
  public init(path: String) throws(FileError) {
    self.path = path
    // Non-blocking, so that a named pipe is refused instead of waited for.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else {
      throw errno == ENOENT ? .notFound(path: path) : .io(path: path, operation: .open, code: errno)
    }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      throw .io(path: path, operation: .status, code: errno)
    }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw status.st_mode & S_IFMT == S_IFDIR ? .isFolder(path: path) : .notARegularFile(path: path)
    }
    let size = Int(status.st_size)
    guard size > 0 else {
      bytes = UnsafeRawBufferPointer(start: nil, count: 0)
      return
    }
    guard let start = mmap(nil, size, PROT_READ, MAP_PRIVATE, descriptor, 0), start != MAP_FAILED else {
      throw .io(path: path, operation: .map, code: errno)
    }
    bytes = UnsafeRawBufferPointer(start: start, count: size)
  }

  deinit {
    if let start = bytes.baseAddress {
      munmap(UnsafeMutableRawPointer(mutating: start), bytes.count)
    }
  }

  /// Lends the bytes to `body`, without a copy. They must not be used after it returns.
  public func withUnsafeBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
    try withExtendedLifetime(self) { try body(bytes) }
  }
}
