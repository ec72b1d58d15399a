/// Small files, read whole.
public enum FileBytes {
  /// The bytes of a file of at most `limit` bytes; `-` is standard input. A file that turns out larger is
  /// refused after `limit` bytes, so one without an end is too.
  ///
  /// - Throws: ``FileError``.
  public static func read(_ path: String, limit: Int) throws(FileError) -> [UInt8] {
    let file = try InputFile(path: path)
    if let size = file.size, size > limit { throw .tooLarge(path: path, limit: limit) }
    var bytes: [UInt8] = []
    var count = 1
    while count > 0 {
      let before = bytes.count
      var failure: FileError?
      let piece = [UInt8](unsafeUninitializedCapacity: 1 << 16) { buffer, filled in
        do throws(FileError) {
          filled = try file.read(into: UnsafeMutableRawBufferPointer(buffer))
        } catch {
          failure = error
        }
      }
      if let failure { throw failure }
      bytes += piece
      count = bytes.count - before
      if bytes.count > limit { throw .tooLarge(path: path, limit: limit) }
    }
    return bytes
  }

  /// The text of a file of at most `limit` bytes; `-` is standard input.
  ///
  /// - Throws: ``FileError``, `.notUTF8` with the line and the offset.
  public static func text(_ path: String, limit: Int) throws(FileError) -> String {
    let bytes = try read(path, limit: limit)
    guard let offset = bytes.withUnsafeBufferPointer({ firstInvalidUTF8(in: $0) }) else {
      return String(decoding: bytes, as: UTF8.self)
    }
    let line = 1 + bytes[..<offset].count { $0 == UInt8(ascii: "\n") }
    throw .notUTF8(path: path, byteOffset: offset, line: line)
  }
}
