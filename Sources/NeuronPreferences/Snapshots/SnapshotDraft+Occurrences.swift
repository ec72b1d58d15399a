/// One recorded winner, as other programs write them down.
public struct Occurrence: Hashable, Sendable {
  /// The winning neuron's row.
  public var row: Int
  /// The token's id.
  public var token: Int
  /// The tag's id, nil if it has none.
  public var tag: Int?
  /// The recorded activation. Must be finite.
  public var activation: Double
  /// The document it stands in, from 0.
  public var document: Int

  /// A winner of one token.
  public init(row: Int, token: Int, tag: Int? = nil, activation: Double, document: Int) {
    self.row = row
    self.token = token
    self.tag = tag
    self.activation = activation
    self.document = document
  }
}

extension SnapshotDraft {
  /// A snapshot of winners that were recorded elsewhere; it has no moments. O(n log n).
  ///
  /// - Precondition: as many `vocabulary` and `tagNames` as the plan says, all ids within them.
  public init(
    origin: SnapshotOrigin, plan: CollectionPlan, vocabulary: [String], tagNames: [String] = [],
    skipped: [String: Int] = [:], occurrences: some Sequence<Occurrence>
  ) {
    precondition(vocabulary.count == plan.vocabularySize && tagNames.count == plan.tagCount)
    var tokens = TripleTable()
    var tags = TripleTable()
    var tokenFrequency = Array(repeating: 0, count: vocabulary.count)
    var tagFrequency = Array(repeating: 0, count: tagNames.count)
    var blocks = Array(repeating: BlockSummary(), count: plan.blockCount)
    for block in blocks.indices { blocks[block].isIncluded = true }
    var counts = CollectionCounts()
    counts.skipped = skipped
    var documents: Set<Int> = []
    for occurrence in occurrences {
      precondition((0..<plan.sites.neuronCount).contains(occurrence.row) && occurrence.activation.isFinite)
      let block = occurrence.document % plan.blockCount
      tokens.add(
        TripleKey(row: occurrence.row, feature: occurrence.token, block: block),
        value: occurrence.activation)
      tokenFrequency[occurrence.token] += 1
      if let tag = occurrence.tag {
        tags.add(
          TripleKey(row: occurrence.row, feature: tag, block: block), value: occurrence.activation)
        tagFrequency[tag] += 1
      } else if plan.tagCount > 0 {
        counts.untaggedTokens += 1
      }
      if let unknown = plan.unknownToken, occurrence.token == Int(unknown) { counts.unknownTokens += 1 }
      counts.tokensScanned += 1
      blocks[block].tokens += 1
      if documents.insert(occurrence.document).inserted { blocks[block].documents += 1 }
    }
    let neurons = plan.sites.neuronCount
    self.init(
      origin: origin, policy: plan.policy, sites: plan.sites, wholeSites: plan.wholeSites, counts: counts,
      blocks: blocks,
      tokens: FeatureRows(names: vocabulary, frequency: tokenFrequency, neurons: neurons, triples: tokens),
      tags: plan.tagCount == 0
        ? nil : FeatureRows(names: tagNames, frequency: tagFrequency, neurons: neurons, triples: tags),
      moments: nil, parent: nil, contexts: nil, thresholds: plan.thresholds, skippedStarts: 0)
  }
}
