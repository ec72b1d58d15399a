/// The entries of one neuron over several parts, in the order of feature and block. It holds one entry a part, however
/// large they are.
struct EntryMerge {
  private var sources: [RowEntries] = []
  /// The next entry of each source.
  private var heads: [BlockPreference] = []
  /// Sources that have entries left: a binary heap by the key of their heads.
  private var heap: [(key: UInt64, source: Int)] = []

  /// The entries of the rows given, which are the same neuron's in each table.
  ///
  /// - Throws: ``SnapshotError/inconsistent(path:tensor:index:)``.
  init(_ rows: [(table: FeatureTable, row: Int)]) throws(SnapshotError) {
    for (table, row) in rows {
      var entries = RowEntries(table, row: row)
      guard let head = try entries.next() else { continue }
      heap.append((Self.key(head), sources.count))
      sources.append(entries)
      heads.append(head)
    }
    for place in (0..<heap.count / 2).reversed() { sink(place) }
  }

  /// The next entry, or nil after the last. O(log n) in the number of parts.
  mutating func next() throws(SnapshotError) -> BlockPreference? {
    guard let first = heap.first else { return nil }
    let entry = heads[first.source]
    if let head = try sources[first.source].next() {
      heads[first.source] = head
      heap[0].key = Self.key(head)
    } else {
      heap[0] = heap[heap.count - 1]
      heap.removeLast()
    }
    sink(0)
    return entry
  }

  private static func key(_ entry: BlockPreference) -> UInt64 {
    TripleKey(row: 0, feature: entry.feature, block: entry.block).bits
  }

  private mutating func sink(_ start: Int) {
    heap.withUnsafeMutableBufferPointer { heap in
      var place = start
      while true {
        var child = 2 * place + 1
        guard child < heap.count else { return }
        if child + 1 < heap.count, heap[child + 1].key < heap[child].key { child += 1 }
        guard heap[child].key < heap[place].key else { return }
        heap.swapAt(child, place)
        place = child
      }
    }
  }
}
