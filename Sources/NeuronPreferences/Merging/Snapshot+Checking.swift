extension Snapshot {
  /// Reads the whole file and makes sure that nothing in it contradicts anything else: entries, and the totals that
  /// follow from them, contexts, and blocks. O(entries).
  ///
  /// - Throws: ``SnapshotError/inconsistent(path:tensor:index:)``.
  public func check() throws(SnapshotError) {
    try check(tokens)
    if let tags { try check(tags) }
    if let contexts {
      for row in 0..<neuronCount { _ = try contexts.contexts(ofRow: row) }
    }
  }

  private func check(_ table: FeatureTable) throws(SnapshotError) {
    for row in 0..<neuronCount {
      var totals = RowTotals()
      var entries = RowEntries(table, row: row)
      while let entry = try entries.next() {
        // Would be counted twice if the part that does cover the block has it too.
        guard blocks[entry.block].isIncluded else {
          throw .inconsistent(path: path, tensor: "block.included", index: entry.block)
        }
        totals.add(entry)
      }
      guard table.wins[row] == totals.wins else { throw table.inconsistent("wins", row) }
      guard table.length[row] == totals.length else { throw table.inconsistent("length", row) }
      guard table.mass[row] == totals.mass else { throw table.inconsistent("mass", row) }
    }
  }
}

/// What follows from a neuron's entries, taken in their order.
struct RowTotals {
  /// Recorded occurrences.
  private(set) var wins = 0
  /// Sum of the recorded activations.
  private(set) var mass = 0.0
  /// Distinct features.
  private(set) var length = 0
  private var last = -1

  mutating func add(_ entry: BlockPreference) {
    wins &+= entry.count
    mass += entry.sum
    if entry.feature != last { length += 1 }
    last = entry.feature
  }
}
