extension SnapshotDraft {
  /// Puts the parts of one collection together, given in any order.
  ///
  /// Parts cover different document blocks, and a total is the sum over blocks in block order, so the
  /// result has the bits of the undivided run. O(n log n) in stored entries.
  ///
  /// - Throws: ``SnapshotError/notMergeable(what:a:b:)`` or
  ///   ``SnapshotError/overlappingParts(block:path:)``; ``SnapshotError/inconsistent(path:tensor:index:)``
  ///   if a part is damaged.
  /// - Precondition: there is at least one part.
  public init(merging parts: [Snapshot]) throws(SnapshotError) {
    precondition(!parts.isEmpty)
    let first = parts[0]
    for part in parts.dropFirst() { try Self.checkMergeable(first, part) }
    var blocks = Array(repeating: BlockSummary(), count: first.blocks.count)
    var counts = CollectionCounts()
    for part in parts {
      for (index, block) in part.blocks.enumerated() where block.isIncluded {
        if blocks[index].isIncluded { throw .overlappingParts(block: index, path: part.path) }
        blocks[index] = block
      }
      counts += part.counts
    }
    var origin = first.origin
    for note in SnapshotOrigin.countingNotes where origin.notes[note] != nil {
      let counts = parts.compactMap { $0.origin.notes[note].flatMap(Int.init) }
      origin.notes[note] = "\(counts.reduce(0, &+))"
    }
    self.origin = origin
    policy = first.policy
    sites = first.sites
    self.counts = counts
    self.blocks = blocks
    tokens = try Self.merge(parts, .token)
    tags = first.tags == nil ? nil : try Self.merge(parts, .tag)
    parent = first.parent == nil ? nil : Self.merge(parts.compactMap(\.parent))
    contexts = try Self.mergeContexts(parts)
    thresholds = first.thresholds.map(Array.init)
    skippedStarts = first.skippedStarts
    moments = first.moments == nil ? nil : Self.merge(parts.compactMap(\.moments))
  }

  private static func checkMergeable(_ a: Snapshot, _ b: Snapshot) throws(SnapshotError) {
    func check(_ what: MergeObstacle, _ fact: (Snapshot) -> String) throws(SnapshotError) {
      let (left, right) = (fact(a), fact(b))
      // By bytes, so that no two different spellings pass for one.
      if !left.utf8.elementsEqual(right.utf8) { throw .notMergeable(what: what, a: left, b: right) }
    }
    try check(.stage) { $0.origin.stage }
    try check(.policy) { $0.policy.description }
    try check(.sites) { $0.sites.description }
    try check(.skippedStarts) { String($0.skippedStarts) }
    if a.thresholds.map(Array.init) != b.thresholds.map(Array.init) {
      throw .notMergeable(what: .thresholds, a: a.path, b: b.path)
    }
    try check(.blocks) { String($0.blocks.count) }
    try check(.checkpoint) { $0.origin.checkpointHash }
    try check(.lineage) { $0.origin.lineage.joined(separator: " ") }
    try check(.corpus) { $0.origin.corpusHash }
    try check(.tokenizer) { $0.origin.tokenizer }
    try check(.tagger) { $0.origin.tagger }
    try check(.seed) { String($0.origin.seed) }
    try check(.tags) { $0.tags == nil ? "none" : "present" }
    try check(.parent) { $0.parent == nil ? "none" : $0.origin.parentHash }
    try check(.moments) { $0.moments == nil ? "none" : "present" }
    try check(.histogram) { $0.moments.map { "\($0.histogramBins) in \($0.histogramRanges)" } ?? "none" }
    // A part in which nothing fired has no contexts to disagree with.
    if a.contexts != nil && b.contexts != nil { try check(.contexts) { "\($0.contextLimits)" } }
    try checkNames(.vocabulary, a.tokens, b.tokens)
    if let tagsA = a.tags, let tagsB = b.tags { try checkNames(.tags, tagsA, tagsB) }
  }

  private static func checkNames(
    _ what: MergeObstacle, _ a: FeatureTable, _ b: FeatureTable
  ) throws(SnapshotError) {
    let alignment = FeatureAlignment(a, b)
    if alignment.mapA != nil {
      throw .notMergeable(what: what, a: String(a.featureCount), b: String(b.featureCount))
    }
  }

  private static func merge(_ parts: [Snapshot], _ kind: FeatureKind) throws(SnapshotError) -> FeatureRows {
    let first = try parts[0].requiredTable(kind)
    let neurons = first.neuronCount
    var triples = TripleTable()
    var frequency = Array(repeating: 0, count: first.featureCount)
    for part in parts {
      let table = try part.requiredTable(kind)
      for feature in frequency.indices { frequency[feature] &+= table.frequency[feature] }
      for row in 0..<neurons {
        var stray: Int?
        try table.forEachEntry(ofRow: row) { entry in
          guard part.blocks[entry.block].isIncluded else {
            stray = entry.block
            return
          }
          triples.add(
            TripleKey(row: row, feature: entry.feature, block: entry.block),
            count: UInt32(clamping: entry.count), sum: entry.sum, maximum: entry.maximum)
        }
        // Would be counted twice if the part that does cover the block has it too.
        if let stray { throw .inconsistent(path: part.path, tensor: "block.included", index: stray) }
      }
    }
    return FeatureRows(names: first.names(), frequency: frequency, neurons: neurons, triples: triples)
  }

  private static func merge(_ tables: [ParentTable]) -> ParentColumns {
    let first = tables[0]
    var merged = ParentColumns(neurons: first.own.neurons, blocks: first.own.blockCount)
    for table in tables {
      for row in 0..<merged.neurons { merged.counts[row] &+= table.counts[row] }
      for index in merged.sums.indices {
        merged.sums[index] += table.sums[index]
        merged.squares[index] += table.squares[index]
        merged.products[index] += table.products[index]
      }
    }
    return merged
  }

  private static func mergeContexts(_ parts: [Snapshot]) throws(SnapshotError) -> ContextShelf? {
    guard let limits = parts.first(where: { $0.contexts != nil })?.contextLimits else { return nil }
    var shelf = ContextShelf(limits: limits, policy: parts[0].policy)
    for part in parts {
      guard let contexts = part.contexts else { continue }
      for row in 0..<part.neuronCount {
        for context in try contexts.contexts(ofRow: row) { shelf.add(context, row: row) }
      }
    }
    return shelf
  }

  private static func merge(_ tables: [MomentTable]) -> MomentColumns {
    let first = tables[0]
    var merged = MomentColumns(
      neurons: first.neurons, blocks: first.blockCount, bins: first.histogramBins,
      histogramRanges: first.histogramRanges)
    for table in tables {
      for row in 0..<first.neurons {
        merged.counts[row] &+= table.counts[row]
        merged.minima[row] = min(merged.minima[row], table.minima[row])
        merged.maxima[row] = max(merged.maxima[row], table.maxima[row])
      }
      // A block lies in one part; in the others its sums are 0.
      for index in merged.sums.indices {
        merged.sums[index] += table.sums[index]
        merged.squares[index] += table.squares[index]
      }
      for index in merged.histogram.indices { merged.histogram[index] &+= table.histogram[index] }
    }
    return merged
  }
}
