/// A (row, feature, block) triple in one number whose order is that of the triples.
struct TripleKey {
  static let rowLimit = 1 << 24
  static let featureLimit = 1 << 24
  static let blockLimit = 1 << 16

  let bits: UInt64

  init(row: Int, feature: Int, block: Int = 0) {
    bits = UInt64(truncatingIfNeeded: row &<< 40 | feature &<< 16 | block)
  }

  init(bits: UInt64) { self.bits = bits }

  var row: Int { Int(truncatingIfNeeded: bits >> 40) }
  var feature: Int { Int(truncatingIfNeeded: bits >> 16 & 0xFF_FFFF) }
  var block: Int { Int(truncatingIfNeeded: bits & 0xFFFF) }
}

/// Count, sum and maximum for every triple seen, in the order of first sight.
///
/// Open addressing over dense columns: adding is O(1), and walking is the same on every machine.
struct TripleTable: Sendable {
  private(set) var keys: [UInt64] = []
  private(set) var counts: [UInt32] = []
  private(set) var sums: [Double] = []
  private(set) var maxima: [Double] = []
  /// Position + 1 in the columns, or 0 where free; a power of two, at most half full.
  private var slots: [UInt32] = Array(repeating: 0, count: 64)

  var count: Int { keys.count }

  mutating func add(_ key: TripleKey, value: Double) {
    add(key, count: 1, sum: value, maximum: value)
  }

  mutating func add(_ key: TripleKey, count: UInt32, sum: Double, maximum: Double) {
    var slot = Self.home(of: key.bits, in: slots.count)
    while true {
      let position = Int(slots[slot]) - 1
      if position < 0 { break }
      if keys[position] == key.bits {
        counts[position] += count
        sums[position] += sum
        if maximum > maxima[position] { maxima[position] = maximum }
        return
      }
      slot = (slot + 1) & (slots.count - 1)
    }
    keys.append(key.bits)
    counts.append(count)
    sums.append(sum)
    maxima.append(maximum)
    slots[slot] = UInt32(keys.count)
    if keys.count * 2 > slots.count { grow() }
  }

  /// Takes over all of `other`, whose keys carry no block, into `block`.
  mutating func absorb(_ other: TripleTable, block: Int) {
    for index in other.keys.indices {
      add(
        TripleKey(bits: other.keys[index] | UInt64(block)), count: other.counts[index],
        sum: other.sums[index], maximum: other.maxima[index])
    }
  }

  private static func home(of bits: UInt64, in count: Int) -> Int {
    // Fibonacci hashing, after folding the row, which sits high, into the low half.
    let mixed = (bits ^ bits >> 29) &* 0x9E37_79B9_7F4A_7C15
    return Int(truncatingIfNeeded: mixed >> 32) & (count - 1)
  }

  private mutating func grow() {
    var larger = [UInt32](repeating: 0, count: slots.count * 2)
    for (position, bits) in keys.enumerated() {
      var slot = Self.home(of: bits, in: larger.count)
      while larger[slot] != 0 { slot = (slot + 1) & (larger.count - 1) }
      larger[slot] = UInt32(position + 1)
    }
    slots = larger
  }
}
