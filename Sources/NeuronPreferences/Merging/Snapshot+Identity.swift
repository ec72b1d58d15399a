import Files

extension Snapshot {
  /// What all parts of one collection have in common, as texts to be compared byte by byte.
  ///
  /// O(vocabulary): names are compared by their digest.
  var identity: [(what: MergeObstacle, fact: String)] {
    var facts: [(MergeObstacle, String)] = [
      (.stage, origin.stage),
      (.policy, policy.description),
      (.sites, wholeSites.description),
      (.skippedStarts, String(skippedStarts)),
      (.blocks, String(blocks.count)),
      (.checkpoint, origin.checkpointHash),
      (.lineage, origin.lineage.joined(separator: " ")),
      (.corpus, origin.corpusHash),
      (.tokenizer, origin.tokenizer),
      (.tagger, origin.tagger),
      (.seed, String(origin.seed)),
      (.recipe, origin.notes["recipe"] ?? "none"),
      (.window, origin.notes["window"] ?? "none"),
      (.overlap, origin.notes["overlap"] ?? "none"),
      (.tags, tags.map { "\($0.featureCount), \($0.namesDigest)" } ?? "none"),
      (.vocabulary, "\(tokens.featureCount), \(tokens.namesDigest)"),
      (.parent, parent == nil ? "none" : origin.parentHash),
      (.moments, moments == nil ? "none" : "present"),
      (.thresholds, thresholds == nil ? "none" : "present"),
    ]
    if let moments, let bins = histogramFact(moments) { facts.append((.histogram, bins)) }
    return facts
  }

  /// The bins of the histograms, where they don't depend on which sites a part has.
  private func histogramFact(_ moments: MomentTable) -> String? {
    sites == wholeSites
      ? "\(moments.histogramBins) in \(moments.histogramRanges)" : "\(moments.histogramBins)"
  }

  /// The digest of the thresholds of some of its rows.
  func thresholdDigest(_ rows: Range<Int>) -> String {
    guard let thresholds else { return "none" }
    return thresholds.withUnsafeValues { values in
      var digest = SHA256()
      digest.update(
        UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(values)[rows.bytes(of: Float.self)]))
      return digest.hexDigest()
    }
  }
}

extension FeatureTable {
  /// The digest of all names with their ids.
  var namesDigest: String {
    text.withUnsafeValues { bytes in
      var digest = SHA256()
      digest.update(UnsafeRawBufferPointer(bytes))
      for feature in 0...featureCount {
        withUnsafeBytes(of: Int64(offsets[feature]).littleEndian) { digest.update($0) }
      }
      return digest.hexDigest()
    }
  }
}

extension Range<Int> {
  /// Where the elements of that type lie in memory.
  func bytes<Element>(of type: Element.Type) -> Range<Int> {
    lowerBound * MemoryLayout<Element>.stride..<upperBound * MemoryLayout<Element>.stride
  }
}
