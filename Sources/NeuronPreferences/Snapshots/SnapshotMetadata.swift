import Sites

/// Reads the facts in a snapshot's `__metadata__`.
struct SnapshotMetadata {
  let path: String
  let values: [String: String]

  func checkFormat() throws(SnapshotError) {
    guard values["format"] == Snapshot.format else {
      throw .notASnapshot(path: path, format: values["format"])
    }
    guard values["version"] == String(Snapshot.version) else {
      throw .unsupportedVersion(
        path: path, found: values["version"] ?? "", supported: Snapshot.version)
    }
  }

  func origin() throws(SnapshotError) -> SnapshotOrigin {
    SnapshotOrigin(
      stage: try required("stage"),
      checkpoint: values["checkpoint"] ?? "",
      checkpointHash: values["checkpoint.sha256"] ?? "",
      lineage: (values["checkpoint.lineage"] ?? "").split(separator: " ").map(String.init),
      parentHash: values["checkpoint.parent.sha256"] ?? "",
      corpus: values["corpus"] ?? "",
      corpusHash: values["corpus.sha256"] ?? "",
      tokenizer: values["tokenizer"] ?? "",
      tagger: values["tagger"] ?? "",
      seed: try parsed("seed") { UInt64($0) },
      program: values["program"] ?? "",
      countsOnlySeenNeurons: values["sites.seen_only"] == "true",
      notes: Dictionary(uniqueKeysWithValues: entries(under: "note.")))
  }

  func policy() throws(SnapshotError) -> CollectionPolicy { try parsed("policy") { CollectionPolicy($0) } }

  func sites() throws(SnapshotError) -> SiteList { try parsed("sites") { SiteList($0) } }

  /// All sites of the collection that `sites` are, or are a part of.
  func wholeSites(_ sites: SiteList) throws(SnapshotError) -> SiteList {
    guard values["sites.whole"] != nil else { return sites }
    return try parsed("sites.whole") { text in
      SiteList(text).flatMap { whole in
        whole.neuronCount <= TripleKey.rowLimit && whole.offset(of: sites) != nil ? whole : nil
      }
    }
  }

  func counts() throws(SnapshotError) -> CollectionCounts {
    var counts = CollectionCounts()
    counts.tokensScanned = try count("tokens.scanned")
    counts.unknownTokens = try count("tokens.unknown")
    counts.untaggedTokens = try count("tokens.untagged")
    counts.nonFiniteActivations = try count("activations.nonfinite")
    for (reason, _) in entries(under: "tokens.skipped.") {
      counts.skipped[reason] = try count("tokens.skipped.\(reason)")
    }
    return counts
  }

  /// Tokens left out at the start of each document.
  func skippedStarts() throws(SnapshotError) -> Int {
    values["documents.skipped_start"] == nil ? 0 : try count("documents.skipped_start")
  }

  /// One range a site; a single one stands for all.
  func histogramRanges(sites: Int) throws(SnapshotError) -> [ClosedRange<Float>] {
    func bounds(_ key: String) throws(SnapshotError) -> [Float] {
      try parsed(key) { text in
        let values = text.split(separator: " ").compactMap { Float($0) }
        return values.count == 1 ? Array(repeating: values[0], count: sites) : values
      }
    }
    let (lower, upper) = (try bounds("histogram.lower"), try bounds("histogram.upper"))
    guard lower.count == sites, upper.count == sites,
      zip(lower, upper).allSatisfy({ $0 < $1 && ($1 - $0).isFinite })
    else { throw bad("histogram.upper") }
    return zip(lower, upper).map { $0...$1 }
  }

  /// Most contexts that a neuron keeps of each selection.
  func contextLimits() throws(SnapshotError) -> [Int] {
    try FiringContext.Selection.allCases.map { selection throws(SnapshotError) in
      try count("contexts.\(selection)")
    }
  }

  private func bad(_ key: String) -> SnapshotError {
    .badMetadata(path: path, key: key, found: values[key])
  }

  private func required(_ key: String) throws(SnapshotError) -> String {
    guard let value = values[key] else { throw bad(key) }
    return value
  }

  private func parsed<Value>(
    _ key: String, _ parse: (String) -> Value?
  ) throws(SnapshotError) -> Value {
    guard let value = parse(try required(key)) else { throw bad(key) }
    return value
  }

  /// A count, bounded as those in columns are.
  private func count(_ key: String) throws(SnapshotError) -> Int {
    try parsed(key) { text in Int(text).flatMap { (0...IntegerColumn.limit).contains($0) ? $0 : nil } }
  }

  private func entries(under prefix: String) -> [(String, String)] {
    values.compactMap { key, value in
      key.hasPrefix(prefix) ? (String(key.dropFirst(prefix.count)), value) : nil
    }
  }
}
