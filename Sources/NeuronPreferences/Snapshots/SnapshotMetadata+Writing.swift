import Sites

extension SnapshotMetadata {
  /// What a snapshot's `__metadata__` says.
  ///
  /// - Parameters:
  ///   - whole: all sites of the collection where `sites` are a part of them.
  ///   - contextLimits: most contexts of each selection; nil where none are kept.
  ///   - histogramRanges: one a site; nil without moments.
  static func values(
    origin: SnapshotOrigin, policy: CollectionPolicy, sites: SiteList, whole: SiteList?,
    counts: CollectionCounts, skippedStarts: Int, contextLimits: [Int]?,
    histogramRanges: [ClosedRange<Float>]?
  ) -> [String: String] {
    var values = [
      "format": Snapshot.format,
      "version": String(Snapshot.version),
      "stage": origin.stage,
      "policy": policy.description,
      "sites": sites.description,
      "checkpoint": origin.checkpoint,
      "checkpoint.sha256": origin.checkpointHash,
      "checkpoint.lineage": origin.lineage.joined(separator: " "),
      "checkpoint.parent.sha256": origin.parentHash,
      "corpus": origin.corpus,
      "corpus.sha256": origin.corpusHash,
      "tokenizer": origin.tokenizer,
      "tagger": origin.tagger,
      "seed": String(origin.seed),
      "program": origin.program,
      "tokens.scanned": String(counts.tokensScanned),
      "tokens.unknown": String(counts.unknownTokens),
      "tokens.untagged": String(counts.untaggedTokens),
      "activations.nonfinite": String(counts.nonFiniteActivations),
    ]
    if let whole { values["sites.whole"] = whole.description }
    if origin.countsOnlySeenNeurons { values["sites.seen_only"] = "true" }
    if skippedStarts > 0 { values["documents.skipped_start"] = String(skippedStarts) }
    for (reason, count) in counts.skipped { values["tokens.skipped.\(reason)"] = String(count) }
    for (key, note) in origin.notes { values["note.\(key)"] = note }
    if let contextLimits {
      for (selection, limit) in zip(FiringContext.Selection.allCases, contextLimits) {
        values["contexts.\(selection)"] = String(limit)
      }
    }
    if let histogramRanges {
      // Where all sites agree, one range stands for all, as older programs expect.
      let ranges = Set(histogramRanges).count == 1 ? [histogramRanges[0]] : histogramRanges
      values["histogram.lower"] = ranges.map { String($0.lowerBound) }.joined(separator: " ")
      values["histogram.upper"] = ranges.map { String($0.upperBound) }.joined(separator: " ")
    }
    return values
  }
}
