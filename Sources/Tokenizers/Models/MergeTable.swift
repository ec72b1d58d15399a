/// Which two symbols merge into which, and how early: an open-addressing hash table.
struct MergeTable: Sendable {
  /// A merge.
  struct Merge: Sendable {
    /// Its place in the list; lower ones come first.
    let rank: Int32
    /// The symbol that comes of it.
    let id: Int32
  }

  private struct Slot {
    var pair: UInt64
    var rank: Int32
    var id: Int32
  }

  private static let free = UInt64.max
  private var slots: [Slot]
  private(set) var count = 0

  init(capacity: Int = 16) {
    var size = 16
    while size < capacity * 2 { size *= 2 }
    slots = [Slot](repeating: Slot(pair: Self.free, rank: 0, id: 0), count: size)
  }

  /// Adds a merge; of several of one pair the last counts.
  mutating func insert(_ left: Int32, _ right: Int32, _ merge: Merge) {
    if (count + 1) * 2 > slots.count { grow() }
    let pair = Self.pair(left, right)
    let slot = place(of: pair)
    if slots[slot].pair == Self.free { count += 1 }
    slots[slot] = Slot(pair: pair, rank: merge.rank, id: merge.id)
  }

  /// What two symbols merge into.
  @inline(__always)
  func merge(_ left: Int32, _ right: Int32) -> Merge? {
    let pair = Self.pair(left, right)
    let slot = slots[place(of: pair)]
    return slot.pair == pair ? Merge(rank: slot.rank, id: slot.id) : nil
  }

  /// The slot of a pair, or the free one where it belongs.
  @inline(__always)
  private func place(of pair: UInt64) -> Int {
    slots.withUnsafeBufferPointer { slots in
      let mask = slots.count &- 1
      var slot = Int(truncatingIfNeeded: (pair &* 0x9E37_79B9_7F4A_7C15) >> 32) & mask
      while slots[slot].pair != pair, slots[slot].pair != Self.free { slot = (slot &+ 1) & mask }
      return slot
    }
  }

  private mutating func grow() {
    let old = slots
    slots = [Slot](repeating: Slot(pair: Self.free, rank: 0, id: 0), count: old.count * 2)
    for slot in old where slot.pair != Self.free { slots[place(of: slot.pair)] = slot }
  }

  @inline(__always)
  private static func pair(_ left: Int32, _ right: Int32) -> UInt64 {
    UInt64(UInt32(bitPattern: left)) << 32 | UInt64(UInt32(bitPattern: right))
  }
}
