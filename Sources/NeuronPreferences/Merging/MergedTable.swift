import Sites

/// The merged preferences by one kind of feature: what was found of them in a first walk over all parts, and the walk
/// itself, to be repeated for each column that is written.
struct MergedTable {
  /// One element a feature, those that all parts have.
  let names: FeatureTable
  let frequency: [Int]
  /// One element a neuron.
  private(set) var totals: [RowTotals] = []
  /// Where each neuron's entries start, and its sums; one more than neurons.
  private(set) var rowStarts = [0]
  private(set) var sumStarts = [0]
  private(set) var maxFeature = 0
  private(set) var maxBlock = 0
  private(set) var maxCount = 0
  /// Whether all maxima are single-precision numbers.
  private(set) var fitsSingle = true

  /// The tables of the parts that have each site, with their rows of its neuron 0.
  private let sources: [[(table: FeatureTable, firstRow: Int)]]
  private let sites: SiteList

  /// Walks all entries. O(n log parts) in entries; memory O(neurons + features + parts).
  ///
  /// - Throws: ``SnapshotError``.
  init(_ merge: SnapshotMerge, _ kind: FeatureKind) throws(SnapshotError) {
    var sources: [[(table: FeatureTable, firstRow: Int)]] = []
    for holders in merge.holders {
      var tables: [(table: FeatureTable, firstRow: Int)] = []
      for holder in holders {
        tables.append((try merge.parts[holder.part].requiredTable(kind), holder.firstRow))
      }
      sources.append(tables)
    }
    self.sources = sources
    sites = merge.sites
    names = sources[0][0].table
    // Every site has the same text, which the parts of one site divide between them.
    var frequency = Array(repeating: 0, count: names.featureCount)
    for (table, _) in sources[0] {
      for feature in frequency.indices { frequency[feature] &+= table.frequency[feature] }
    }
    self.frequency = frequency
    for row in 0..<sites.neuronCount { try measure(row) }
  }

  private mutating func measure(_ row: Int) throws(SnapshotError) {
    var merged = try entries(ofRow: row)
    var row = RowTotals()
    var (entries, sums) = (0, 0)
    while let entry = try merged.next() {
      row.add(entry)
      entries += 1
      if entry.count > 1 { sums += 1 }
      maxFeature = max(maxFeature, entry.feature)
      maxBlock = max(maxBlock, entry.block)
      maxCount = max(maxCount, entry.count)
      fitsSingle = fitsSingle && Double(Float(entry.maximum)) == entry.maximum
    }
    totals.append(row)
    rowStarts.append(rowStarts[rowStarts.count - 1] + entries)
    sumStarts.append(sumStarts[sumStarts.count - 1] + sums)
  }

  /// The merged entries of one neuron.
  private func entries(ofRow row: Int) throws(SnapshotError) -> EntryMerge {
    let place = sites.place(ofRow: row)
    let neuron = row - sites.sites[place].firstRow
    return try EntryMerge(sources[place].map { ($0.table, $0.firstRow + neuron) })
  }

  /// Walks all entries again, in the order of neuron, feature and block.
  func forEachEntry(_ body: (BlockPreference) throws -> Void) throws {
    for row in 0..<sites.neuronCount {
      var merged = try entries(ofRow: row)
      while let entry = try merged.next() { try body(entry) }
    }
  }
}
