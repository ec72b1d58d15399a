/// Sorting rows by one number each, fast enough for a million of them.
enum SortedRows {
  /// `rows` sorted by `key`, rows with equal keys in their order of before, rows without a key last.
  ///
  /// A radix sort of three passes over 11 bits. O(rows).
  static func sort(_ rows: [Int32], descending: Bool, key: (Int) -> Double?) -> [Int32] {
    var entries = rows.map { row in
      UInt64(orderedKey(key(Int(row)), descending: descending)) << 32 | UInt64(UInt32(bitPattern: row))
    }
    var sorted = [UInt64](repeating: 0, count: entries.count)
    for shift in [32, 43, 54] as [UInt64] {
      let buckets = 1 << (shift == 54 ? 10 : 11)
      var starts = [Int](repeating: 0, count: buckets)
      for entry in entries { starts[Int(entry >> shift) & (buckets - 1)] += 1 }
      var next = 0
      for bucket in 0..<buckets {
        let count = starts[bucket]
        starts[bucket] = next
        next += count
      }
      for entry in entries {
        let bucket = Int(entry >> shift) & (buckets - 1)
        sorted[starts[bucket]] = entry
        starts[bucket] += 1
      }
      swap(&entries, &sorted)
    }
    return entries.map { Int32(truncatingIfNeeded: $0) }
  }

  /// Bits that sort as unsigned numbers the way the values do; a missing value comes after all others.
  static func orderedKey(_ value: Double?, descending: Bool) -> UInt32 {
    guard let value, !value.isNaN else { return .max }
    let bits = (value == 0 ? Float(0) : Float(value)).bitPattern
    let ascending = bits & 0x8000_0000 == 0 ? bits | 0x8000_0000 : ~bits
    return min(descending ? ~ascending : ascending, .max - 1)
  }
}
