import Glibc

/// Numbers byte strings in the order in which they first come: an open-addressing hash table over one block
/// of bytes, without an object for each string.
public struct ByteStringTable: Sendable {
  private var bytes: [UInt8] = []
  /// End of each string in `bytes`; the start is the end before it.
  private var ends: [Int] = []
  /// Number of a string plus 1 and the upper half of its hash; 0 where free. A power of two long, at most
  /// half full.
  private var slots: [UInt64]

  /// Number of strings.
  public var count: Int { ends.count }

  /// An empty table with room for `capacity` strings.
  public init(capacity: Int = 1024) {
    var size = 16
    while size < capacity * 2 { size *= 2 }
    slots = [UInt64](repeating: 0, count: size)
  }

  /// The string of a number.
  public subscript(index: Int) -> ArraySlice<UInt8> {
    bytes[(index == 0 ? 0 : ends[index - 1])..<ends[index]]
  }

  /// The number of a string, nil if it is not in the table. Complexity: O(length).
  public func index(of string: UnsafeBufferPointer<UInt8>) -> Int? {
    let hash = Self.hash(string)
    return slots.withUnsafeBufferPointer { slots in
      bytes.withUnsafeBufferPointer { bytes in
        ends.withUnsafeBufferPointer { ends in
          Self.find(string, hash: hash, slots: slots, bytes: bytes, ends: ends).index
        }
      }
    }
  }

  /// The number of a string, which it is given now if it has none. Complexity: O(length), amortised.
  public mutating func insert(_ string: UnsafeBufferPointer<UInt8>) -> Int {
    let hash = Self.hash(string)
    let (found, slot) = slots.withUnsafeBufferPointer { slots in
      bytes.withUnsafeBufferPointer { bytes in
        ends.withUnsafeBufferPointer { ends in
          Self.find(string, hash: hash, slots: slots, bytes: bytes, ends: ends)
        }
      }
    }
    if let found { return found }
    let index = ends.count
    bytes.append(contentsOf: string)
    ends.append(bytes.count)
    slots[slot] = Self.entry(hash, index)
    if ends.count * 2 > slots.count { grow() }
    return index
  }

  private static func find(
    _ string: UnsafeBufferPointer<UInt8>, hash: UInt64, slots: UnsafeBufferPointer<UInt64>,
    bytes: UnsafeBufferPointer<UInt8>, ends: UnsafeBufferPointer<Int>
  ) -> (index: Int?, slot: Int) {
    let mask = slots.count - 1
    var slot = Int(truncatingIfNeeded: hash) & mask
    while true {
      let entry = slots[slot]
      if entry == 0 { return (nil, slot) }
      if entry >> 32 == hash >> 32 {
        let index = Int(entry & 0xFFFF_FFFF) - 1
        let start = index == 0 ? 0 : ends[index - 1]
        if ends[index] - start == string.count,
          string.isEmpty || memcmp(bytes.baseAddress! + start, string.baseAddress!, string.count) == 0
        {
          return (index, slot)
        }
      }
      slot = (slot + 1) & mask
    }
  }

  private mutating func grow() {
    slots = [UInt64](repeating: 0, count: slots.count * 2)
    let mask = slots.count - 1
    bytes.withUnsafeBufferPointer { bytes in
      for index in ends.indices {
        let start = index == 0 ? 0 : ends[index - 1]
        let hash = Self.hash(UnsafeBufferPointer(rebasing: bytes[start..<ends[index]]))
        var slot = Int(truncatingIfNeeded: hash) & mask
        while slots[slot] != 0 { slot = (slot + 1) & mask }
        slots[slot] = Self.entry(hash, index)
      }
    }
  }

  private static func entry(_ hash: UInt64, _ index: Int) -> UInt64 {
    hash & 0xFFFF_FFFF_0000_0000 | UInt64(index + 1)
  }

  /// Eight bytes at a time, folded by a multiplication to 128 bits.
  @inline(__always)
  private static func hash(_ string: UnsafeBufferPointer<UInt8>) -> UInt64 {
    var hash: UInt64 = 0x9E37_79B9_7F4A_7C15 ^ UInt64(string.count)
    var index = 0
    let raw = UnsafeRawBufferPointer(string)
    while index + 8 <= raw.count {
      hash = fold(hash ^ raw.loadUnaligned(fromByteOffset: index, as: UInt64.self))
      index += 8
    }
    return fold(hash ^ rest(of: raw, from: index))
  }

  /// The last bytes, fewer than eight, as a number. The length is in the hash already, so bytes may count twice.
  @inline(__always)
  private static func rest(of raw: UnsafeRawBufferPointer, from index: Int) -> UInt64 {
    let left = raw.count - index
    if left >= 4 {
      let low = raw.loadUnaligned(fromByteOffset: index, as: UInt32.self)
      let high = raw.loadUnaligned(fromByteOffset: raw.count - 4, as: UInt32.self)
      return UInt64(low) | UInt64(high) << 32
    }
    guard left > 0 else { return 0 }
    return UInt64(raw[index]) | UInt64(raw[index + left >> 1]) << 8 | UInt64(raw[raw.count - 1]) << 16
  }

  @inline(__always)
  private static func fold(_ value: UInt64) -> UInt64 {
    let product = value.multipliedFullWidth(by: 0xD6E8_FEB8_6659_FD93)
    return product.high ^ product.low
  }
}
