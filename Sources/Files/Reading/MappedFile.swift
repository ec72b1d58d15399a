import CMappedFiles
import Glibc

/// A regular file mapped read-only into memory, for as long as the object lives.
///
/// Nothing is read when it is opened: pages come in when they are touched. The size is taken once. If another process
/// shortens the file while it is mapped, touching the lost pages ends this one with a line that names the file and exit
/// code 74, for no check of ours can prevent it; files written by ``AtomicFile`` are never shortened, only replaced, and
/// a replaced file stays whole for whoever has it open.
public final class MappedFile: Sendable {
  /// The path it was opened by.
  public let path: String
  /// Its bytes, valid while this object lives.
  public nonisolated(unsafe) let bytes: UnsafeRawBufferPointer
  /// The number under which a handler of SIGBUS finds the path.
  private let number: Int32

  /// Size in bytes.
  public var count: Int { bytes.count }

  /// Maps the file at `path`. O(1).
  ///
  /// - Throws: ``FileError/notFound(path:)``, ``FileError/isFolder(path:)``, ``FileError/notARegularFile(path:)`` or
  ///   ``FileError/io(path:operation:code:)``.
  public init(path: String) throws(FileError) {
    self.path = path
    // Non-blocking, so that a named pipe is refused instead of waited for.
    let descriptor = try FileLocation(path).open(O_RDONLY | O_NONBLOCK)
    defer { close(descriptor) }
    let size = try requireRegularFile(descriptor, path: path)
    guard size > 0 else {
      bytes = UnsafeRawBufferPointer(start: nil, count: 0)
      number = -1
      return
    }
    guard let start = mmap(nil, size, PROT_READ, MAP_PRIVATE, descriptor, 0), start != MAP_FAILED else {
      throw .io(path: path, operation: .map, code: errno)
    }
    bytes = UnsafeRawBufferPointer(start: start, count: size)
    number = mapped_files_add(start, size, path)
  }

  deinit {
    mapped_files_remove(number)
    if let start = bytes.baseAddress {
      munmap(UnsafeMutableRawPointer(mutating: start), bytes.count)
    }
  }

  /// What a handler of signals calls at SIGBUS: ends the process with a line that names the file if the fault is in a
  /// mapped one, and returns otherwise.
  public static let explainFault:
    @convention(c) (Int32, UnsafeMutablePointer<siginfo_t>?, UnsafeMutableRawPointer?) -> Void =
      mapped_files_explain

  /// Lends the bytes to `body`, without a copy. They must not be used after it returns.
  public func withUnsafeBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
    try withExtendedLifetime(self) { try body(bytes) }
  }
}
