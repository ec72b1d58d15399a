/// Sorting rows by one number each, fast enough for a million of them.
package enum SortedRows {
  /// `rows` sorted by their keys, rows with equal keys in their order of before. `keys[i]` belongs to `rows[i]`.
  ///
  /// A radix sort in three passes of 11 bits over key and row in one word; a pass in which all keys agree is left
  /// out. O(rows).
  package static func sort(_ rows: [Int32], keys: [UInt32]) -> [Int32] {
    precondition(rows.count == keys.count, "a key for every row")
    let count = rows.count
    var entries = [UInt64](unsafeUninitializedCapacity: count) { buffer, initialized in
      for index in 0..<count {
        buffer[index] = UInt64(keys[index]) << 32 | UInt64(UInt32(bitPattern: rows[index]))
      }
      initialized = count
    }
    var spare = [UInt64](unsafeUninitializedCapacity: count) { _, initialized in initialized = count }
    var starts = [Int](repeating: 0, count: 3 << bits)
    let isInSpare = entries.withUnsafeMutableBufferPointer { entries in
      spare.withUnsafeMutableBufferPointer { spare in
        starts.withUnsafeMutableBufferPointer { sort(entries, spare, $0) }
      }
    }
    if isInSpare { swap(&entries, &spare) }
    return [Int32](unsafeUninitializedCapacity: count) { buffer, initialized in
      for index in 0..<count { buffer[index] = Int32(truncatingIfNeeded: entries[index]) }
      initialized = count
    }
  }

  private static let bits: UInt64 = 11

  /// Sorts `entries` by their upper halves; true if the result lies in `spare`.
  private static func sort(
    _ entries: UnsafeMutableBufferPointer<UInt64>, _ spare: UnsafeMutableBufferPointer<UInt64>,
    _ starts: UnsafeMutableBufferPointer<Int>
  ) -> Bool {
    let (buckets, mask) = (1 << Int(bits), UInt64(1) << bits - 1)
    for entry in entries {
      let key = entry >> 32
      starts[Int(key & mask)] += 1
      starts[buckets + Int(key >> bits & mask)] += 1
      starts[2 * buckets + Int(key >> (2 * bits))] += 1
    }
    var (from, to) = (entries, spare)
    for pass in 0..<3 {
      let counts = UnsafeMutableBufferPointer(rebasing: starts[pass * buckets..<(pass + 1) * buckets])
      if counts.contains(entries.count) { continue }
      var next = 0
      for bucket in 0..<buckets { (counts[bucket], next) = (next, next + counts[bucket]) }
      let shift = 32 + UInt64(pass) * bits
      for entry in from {
        let bucket = Int(entry >> shift & mask)
        to[counts[bucket]] = entry
        counts[bucket] += 1
      }
      (from, to) = (to, from)
    }
    return from.baseAddress != entries.baseAddress
  }

  /// Bits that sort as unsigned numbers the way the values do; a missing value comes after all others.
  @inline(__always)
  package static func orderedKey(_ value: Double?, descending: Bool) -> UInt32 {
    guard let value, !value.isNaN else { return .max }
    let bits = (value == 0 ? Float(0) : Float(value)).bitPattern
    let ascending = bits & 0x8000_0000 == 0 ? bits | 0x8000_0000 : ~bits
    return min(descending ? ~ascending : ascending, .max - 1)
  }
}
