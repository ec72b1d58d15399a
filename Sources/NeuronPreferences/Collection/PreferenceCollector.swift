/// Gathers documents into the statistics of a snapshot.
///
/// Every block accumulates its own documents, in the order of the corpus, and totals are sums over blocks
/// in block order. So the result does not depend on the number of threads that reduced the documents, and
/// shards made of whole blocks merge into the bits of the undivided run.
///
/// Memory: 24 bytes and two to four slots of 4 bytes for every distinct (neuron, feature, block), and the
/// moments of every neuron in every block; nothing grows with the text itself.
public struct PreferenceCollector: Sendable {
  /// What is collected.
  public let plan: CollectionPlan
  private var tokens = TripleTable()
  private var tags = TripleTable()
  private var tokenFrequency: [Int]
  private var tagFrequency: [Int]
  private var moments: MomentColumns
  private var parent: ParentColumns?
  private var contexts: ContextShelf
  private var blocks: [BlockSummary]
  private var counts = CollectionCounts()
  private var lastDocument = -1

  /// A collector that has seen no document.
  public init(plan: CollectionPlan) {
    self.plan = plan
    tokenFrequency = Array(repeating: 0, count: plan.vocabularySize)
    tagFrequency = Array(repeating: 0, count: plan.tagCount)
    blocks = Array(repeating: BlockSummary(), count: plan.blockCount)
    parent =
      plan.comparesWithParent
      ? ParentColumns(neurons: plan.sites.neuronCount, blocks: plan.blockCount) : nil
    contexts = ContextShelf(plan: plan)
    moments = MomentColumns(
      neurons: plan.sites.neuronCount, blocks: plan.blockCount, bins: plan.histogramBins,
      histogramRanges: plan.histogramRanges)
  }

  /// The blocks that shard `shard` of `shardCount` consists of. Shards together cover all blocks once.
  public static func blocks(
    ofShard shard: Int, of shardCount: Int, blockCount: Int = CollectionPlan.usualBlockCount
  ) -> [Int] {
    precondition(shardCount > 0 && (0..<shardCount).contains(shard))
    return Array(stride(from: shard, to: blockCount, by: shardCount))
  }

  /// Declares that these blocks are covered even if no document falls into them, so that shards of a small
  /// corpus merge to the whole.
  public mutating func cover(blocks covered: [Int]) {
    for block in covered { blocks[block].isIncluded = true }
  }

  /// Takes in the next document. Documents must come in rising order of their index.
  ///
  /// O(distinct pairs of the document + neurons · histogram bins).
  public mutating func absorb(_ document: DocumentPreferences) {
    precondition(document.index > lastDocument, "documents must be absorbed in the order of the corpus")
    lastDocument = document.index
    let block = document.index % plan.blockCount
    blocks[block].isIncluded = true
    blocks[block].documents += 1
    blocks[block].tokens += document.counts.tokensScanned
    tokens.absorb(document.tokens, block: block)
    tags.absorb(document.tags, block: block)
    Self.add(document.tokenFrequency, to: &tokenFrequency)
    Self.add(document.tagFrequency, to: &tagFrequency)
    if let read = document.moments { moments.add(read, block: block) }
    if let compared = document.parent { parent?.add(compared, block: block) }
    counts += document.counts
    var document = document
    document.finish()
    contexts.absorb(document.contexts)
  }

  /// Takes in the moments of documents that were absorbed without any, as a recording holds them. Where several
  /// parts share a block, its sums are added in the order of the calls.
  ///
  /// - Parameter nonFinite: activations of theirs that were infinite or not a number.
  public mutating func absorb(_ part: MomentColumns, nonFinite: Int) {
    moments.add(part)
    counts.nonFiniteActivations += nonFinite
  }

  /// Takes over the moments of a collector of the same documents under another policy: they don't depend on it.
  public mutating func shareMoments(of other: PreferenceCollector) { moments = other.moments }

  private static func add(_ table: TripleTable, to frequency: inout [Int]) {
    for (bits, count) in zip(table.keys, table.counts) {
      frequency[TripleKey(bits: bits).feature] += Int(count)
    }
  }

  /// Everything gathered so far, ready to be written. O(n log n) in distinct triples.
  ///
  /// - Precondition: as many `vocabulary` and `tagNames` as the plan says.
  public func draft(
    origin: SnapshotOrigin, vocabulary: [String], tagNames: [String] = []
  ) -> SnapshotDraft {
    precondition(vocabulary.count == plan.vocabularySize && tagNames.count == plan.tagCount)
    let neurons = plan.sites.neuronCount
    return SnapshotDraft(
      origin: origin, policy: plan.policy, sites: plan.sites, wholeSites: plan.wholeSites, counts: counts,
      blocks: blocks,
      tokens: FeatureRows(
        names: vocabulary, frequency: tokenFrequency, neurons: neurons, triples: tokens),
      tags: plan.tagCount == 0
        ? nil : FeatureRows(names: tagNames, frequency: tagFrequency, neurons: neurons, triples: tags),
      moments: moments, parent: parent, contexts: contexts.isEmpty ? nil : contexts,
      thresholds: plan.thresholds, skippedStarts: plan.skippedStarts)
  }
}
