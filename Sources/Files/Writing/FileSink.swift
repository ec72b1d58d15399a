import Glibc

/// Takes bytes for a file that is being written. Small pieces are gathered, large ones passed on.
public final class FileSink {
  private let path: String
  private let descriptor: Int32
  private var buffer: [UInt8] = []
  private static let capacity = 1 << 16

  /// Number of bytes taken so far.
  public private(set) var count = 0

  /// A sink into an open descriptor, which it does not close; `path` is for messages.
  init(path: String, descriptor: Int32) {
    self.path = path
    self.descriptor = descriptor
    buffer.reserveCapacity(Self.capacity)
  }

  /// Appends bytes.
  ///
  /// - Throws: ``FileError/io(path:operation:code:)``, e.g. when the disk is full.
  public func write(_ bytes: UnsafeRawBufferPointer) throws {
    count += bytes.count
    if buffer.count + bytes.count > Self.capacity { try flush() }
    if bytes.count >= Self.capacity {
      try writeThrough(bytes)
    } else {
      buffer.append(contentsOf: bytes)
    }
  }

  /// Appends the memory of an array of numbers, in this machine's byte order (little-endian).
  public func write<Value: BitwiseCopyable>(_ values: [Value]) throws {
    try values.withUnsafeBytes { try write($0) }
  }

  /// Appends text as UTF-8.
  public func write(_ text: String) throws {
    try write(Array(text.utf8))
  }

  /// Hands on what is gathered.
  func flush() throws {
    try buffer.withUnsafeBytes { try writeThrough($0) }
    buffer.removeAll(keepingCapacity: true)
  }

  private func writeThrough(_ bytes: UnsafeRawBufferPointer) throws {
    var rest = bytes[...]
    while !rest.isEmpty {
      let written = Glibc.write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
      if written >= 0 {
        rest = rest.dropFirst(written)
      } else if errno != EINTR {
        throw FileError.io(path: path, operation: .write, code: errno)
      }
    }
  }
}
