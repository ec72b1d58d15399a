extension BytePairModel {
  /// A symbol of a piece.
  struct Symbol {
    var id: Int32
    /// Bytes of the piece; negative once it is part of another symbol.
    var length: Int
  }

  /// Memory for one thread, used again from piece to piece.
  struct Scratch {
    var cache = PieceCache()
    var symbols: [Symbol] = []
    fileprivate var ranks: [Int32] = []
    fileprivate var next: [Int32] = []
    fileprivate var previous: [Int32] = []
    fileprivate var queue: [UInt64] = []
  }

  /// Pieces of so many symbols are searched for the earliest merge; longer ones keep a queue.
  private static let searchLimit = 48

  /// Merges the symbols of `scratch`. Those that are gone have negative lengths.
  func merge(_ scratch: inout Scratch) {
    guard scratch.symbols.count > 1 else { return }
    if scratch.symbols.count <= Self.searchLimit { mergeBySearch(&scratch) } else { mergeByQueue(&scratch) }
  }

  /// O(n²), which is less than a queue costs for short pieces.
  func mergeBySearch(_ scratch: inout Scratch) {
    var count = scratch.symbols.count
    scratch.ranks.removeAll(keepingCapacity: true)
    for index in 0..<(count - 1) {
      scratch.ranks.append(rank(scratch.symbols[index].id, scratch.symbols[index + 1].id))
    }
    while true {
      var best = 0
      var bestRank = Int32.max
      for index in 0..<(count - 1) where scratch.ranks[index] < bestRank {
        bestRank = scratch.ranks[index]
        best = index
      }
      guard bestRank < Int32.max,
        let merge = merges.merge(scratch.symbols[best].id, scratch.symbols[best + 1].id)
      else { break }
      let length = scratch.symbols[best].length + scratch.symbols[best + 1].length
      scratch.symbols[best] = Symbol(id: merge.id, length: length)
      scratch.symbols.remove(at: best + 1)
      scratch.ranks.remove(at: best)
      count -= 1
      if best > 0 { scratch.ranks[best - 1] = rank(scratch.symbols[best - 1].id, merge.id) }
      if best < count - 1 { scratch.ranks[best] = rank(merge.id, scratch.symbols[best + 1].id) }
    }
  }

  @inline(__always)
  private func rank(_ left: Int32, _ right: Int32) -> Int32 { merges.merge(left, right)?.rank ?? .max }

  /// O(n log n): a linked list of symbols and a queue of merges by rank, then by place.
  func mergeByQueue(_ scratch: inout Scratch) {
    let count = scratch.symbols.count
    scratch.next = (1...Int32(count)).map { $0 }
    scratch.previous = (0..<Int32(count)).map { $0 - 1 }
    scratch.queue.removeAll(keepingCapacity: true)
    for index in 0..<(count - 1) { enqueue(index, index + 1, &scratch) }
    while let entry = scratch.queue.popLeast() {
      let left = Int(entry & 0xFFFF_FFFF)
      guard scratch.symbols[left].length >= 0 else { continue }
      let right = Int(scratch.next[left])
      // The entry may be stale: one of the two has merged since.
      guard right < count, let merge = merges.merge(scratch.symbols[left].id, scratch.symbols[right].id),
        UInt64(merge.rank) == entry >> 32
      else { continue }
      scratch.symbols[left].id = merge.id
      scratch.symbols[left].length += scratch.symbols[right].length
      scratch.symbols[right].length = -1
      let behind = Int(scratch.next[right])
      scratch.next[left] = Int32(behind)
      if behind < count {
        scratch.previous[behind] = Int32(left)
        enqueue(left, behind, &scratch)
      }
      if scratch.previous[left] >= 0 { enqueue(Int(scratch.previous[left]), left, &scratch) }
    }
  }

  @inline(__always)
  private func enqueue(_ left: Int, _ right: Int, _ scratch: inout Scratch) {
    guard let merge = merges.merge(scratch.symbols[left].id, scratch.symbols[right].id) else { return }
    scratch.queue.pushHeap(UInt64(merge.rank) << 32 | UInt64(left))
  }
}

extension [UInt64] {
  /// Adds to a binary heap with the least value on top. O(log n).
  fileprivate mutating func pushHeap(_ value: UInt64) {
    append(value)
    var index = count - 1
    while index > 0, case let parent = (index - 1) / 2, self[parent] > self[index] {
      swapAt(parent, index)
      index = parent
    }
  }

  /// Takes the least value off the heap. O(log n).
  fileprivate mutating func popLeast() -> UInt64? {
    guard let least = first, let last = popLast() else { return nil }
    guard !isEmpty else { return least }
    self[0] = last
    var index = 0
    while true {
      var child = 2 * index + 1
      guard child < count else { return least }
      if child + 1 < count, self[child + 1] < self[child] { child += 1 }
      guard self[child] < self[index] else { return least }
      swapAt(child, index)
      index = child
    }
  }
}
