/// One Unicode scalar of a text, with its length in UTF-8.
struct ScalarUnit: Equatable {
  /// The scalar's number.
  let value: UInt32
  /// Bytes of its UTF-8, 1 to 4.
  let length: Int
}

extension UnsafeBufferPointer<UInt8> {
  /// The scalar that starts at `offset`. The bytes must be valid UTF-8, and `offset` the start of a scalar.
  @inline(__always)
  func scalar(at offset: Int) -> ScalarUnit {
    let first = self[offset]
    if first < 0x80 { return ScalarUnit(value: UInt32(first), length: 1) }
    if first < 0xE0 {
      return ScalarUnit(value: UInt32(first & 0x1F) << 6 | continuation(offset + 1), length: 2)
    }
    if first < 0xF0 {
      let high = UInt32(first & 0x0F) << 12 | continuation(offset + 1) << 6
      return ScalarUnit(value: high | continuation(offset + 2), length: 3)
    }
    let high = UInt32(first & 0x07) << 18 | continuation(offset + 1) << 12
    return ScalarUnit(value: high | continuation(offset + 2) << 6 | continuation(offset + 3), length: 4)
  }

  /// The scalar that ends before `offset`, which must not be 0.
  @inline(__always)
  func scalar(before offset: Int) -> ScalarUnit { scalar(at: scalarStart(offset - 1)) }

  /// Where the scalar that holds the byte at `offset` starts.
  @inline(__always)
  func scalarStart(_ offset: Int) -> Int {
    var start = offset
    while start > 0, self[start] & 0xC0 == 0x80 { start -= 1 }
    return start
  }

  /// Where the scalar that holds the byte before `offset` ends.
  @inline(__always)
  func scalarEnd(_ offset: Int) -> Int {
    var end = offset
    while end < count, self[end] & 0xC0 == 0x80 { end += 1 }
    return end
  }

  /// The number of scalars in `range`. O(length).
  func scalarCount(in range: Range<Int>) -> Int {
    var count = 0
    for offset in range where self[offset] & 0xC0 != 0x80 { count += 1 }
    return count
  }

  /// Whether `bytes` stand at `offset`.
  @inline(__always)
  func starts(with bytes: [UInt8], at offset: Int, before end: Int) -> Bool {
    guard end - offset >= bytes.count else { return false }
    for index in bytes.indices where self[offset + index] != bytes[index] { return false }
    return true
  }

  @inline(__always)
  private func continuation(_ offset: Int) -> UInt32 { UInt32(self[offset] & 0x3F) }
}

extension [UInt8] {
  /// Appends a scalar as UTF-8. Surrogates, which are no scalars, become U+FFFD.
  @inline(__always)
  mutating func append(scalar: UInt32) {
    switch scalar {
    case 0..<0x80: append(UInt8(truncatingIfNeeded: scalar))
    case 0x80..<0x800:
      append(UInt8(truncatingIfNeeded: 0xC0 | scalar >> 6))
      append(UInt8(truncatingIfNeeded: 0x80 | scalar & 0x3F))
    case 0xD800..<0xE000: append(scalar: 0xFFFD)
    case 0x800..<0x10000:
      append(UInt8(truncatingIfNeeded: 0xE0 | scalar >> 12))
      append(UInt8(truncatingIfNeeded: 0x80 | scalar >> 6 & 0x3F))
      append(UInt8(truncatingIfNeeded: 0x80 | scalar & 0x3F))
    default:
      append(UInt8(truncatingIfNeeded: 0xF0 | scalar >> 18))
      append(UInt8(truncatingIfNeeded: 0x80 | scalar >> 12 & 0x3F))
      append(UInt8(truncatingIfNeeded: 0x80 | scalar >> 6 & 0x3F))
      append(UInt8(truncatingIfNeeded: 0x80 | scalar & 0x3F))
    }
  }
}
