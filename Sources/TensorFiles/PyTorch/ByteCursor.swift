/// Reads little-endian numbers from bytes that nobody vouches for. Every read is checked.
struct ByteCursor {
  let bytes: UnsafeRawBufferPointer
  var position: Int

  init(_ bytes: UnsafeRawBufferPointer, at position: Int = 0) {
    self.bytes = bytes
    self.position = position
  }

  var remaining: Int { bytes.count - position }

  /// The next number, or nil at the end.
  mutating func next<Value: FixedWidthInteger & BitwiseCopyable>(_ type: Value.Type) -> Value? {
    guard position >= 0, remaining >= MemoryLayout<Value>.size else { return nil }
    defer { position += MemoryLayout<Value>.size }
    return Value(littleEndian: bytes.loadUnaligned(fromByteOffset: position, as: type))
  }

  /// The range of the next `count` bytes, or nil if there are fewer.
  mutating func take(_ count: Int) -> Range<Int>? {
    guard position >= 0, count >= 0, count <= remaining else { return nil }
    defer { position += count }
    return position..<position + count
  }

  /// The next `count` bytes as UTF-8; nil if there are fewer or they are something else.
  mutating func text(_ count: Int) -> String? {
    take(count).flatMap { String(validating: bytes[$0], as: UTF8.self) }
  }
}
