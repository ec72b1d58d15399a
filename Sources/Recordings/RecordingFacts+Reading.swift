import NeuronPreferences
import Sites

extension RecordingFacts {
  /// Reads and checks the metadata.
  ///
  /// - Throws: ``RecordingError/notARecording(path:format:)``,
  ///   ``RecordingError/unsupportedVersion(path:found:supported:)`` or
  ///   ``RecordingError/badMetadata(path:key:found:)``.
  init(metadata: [String: String], path: String) throws(RecordingError) {
    guard metadata["format"] == Recording.format else {
      throw .notARecording(path: path, format: metadata["format"])
    }
    guard metadata["version"] == String(Recording.version) else {
      throw .unsupportedVersion(path: path, found: metadata["version"] ?? "", supported: Recording.version)
    }
    let reader = MetadataReader(path: path, values: metadata)
    sites = try reader.parsed("sites") { text in
      SiteList(text).flatMap { $0.neuronCount <= CollectionPlan.neuronLimit ? $0 : nil }
    }
    policies = try reader.parsed("policies") { text in
      let policies = text.split(separator: ",").map { CollectionPolicy(String($0)) }
      let known = policies.compactMap { $0 }
      return known.isEmpty || known.count < policies.count || Set(known).count < known.count ? nil : known
    }
    blockCount = try reader.integer("blocks", in: 1...CollectionPlan.blockLimit)
    histogramBins = try reader.integer("histogram.bins", in: CollectionPlan.histogramBinLimits)
    histogramRanges = try reader.ranges("histogram.lower", "histogram.upper", count: sites.sites.count)
    skippedStarts = try reader.integer("documents.skipped_start", in: 0...CollectionPlan.skippedStartLimit)
    checkpoint = metadata["checkpoint"] ?? ""
    checkpointHash = metadata["checkpoint.sha256"] ?? ""
    lineage = try reader.parsed("lineage") { $0.contains { $0 == " " } ? nil : $0 }
    corpus = metadata["corpus"] ?? ""
    corpusHash = metadata["corpus.sha256"] ?? ""
    tokenizerHash = metadata["tokenizer.sha256"] ?? ""
    joining = try reader.parsed("tokenizer.joining") { PieceJoining(rawValue: $0) }
    unknownToken = try reader.parsed("unknown") { text -> Int32?? in
      if text.isEmpty { return .some(nil) }
      return Int32(text).map { .some($0) }
    }
    world = try reader.integer("world", in: 1...1 << 20)
    rank = try reader.integer("rank", in: 0...world - 1)
    part = try reader.integer("part", in: 0...1 << 30)
    recorder = metadata["recorder"] ?? ""
  }
}

/// Parses facts out of metadata.
private struct MetadataReader {
  let path: String
  let values: [String: String]

  func parsed<Value>(_ key: String, _ parse: (String) -> Value?) throws(RecordingError) -> Value {
    guard let value = values[key].flatMap(parse) else {
      throw .badMetadata(path: path, key: key, found: values[key])
    }
    return value
  }

  func integer(_ key: String, in range: ClosedRange<Int>) throws(RecordingError) -> Int {
    try parsed(key) { text in Int(text).flatMap { range.contains($0) ? $0 : nil } }
  }

  func ranges(_ lower: String, _ upper: String, count: Int) throws(RecordingError) -> [ClosedRange<Float>] {
    func bounds(_ key: String) throws(RecordingError) -> [Float] {
      try parsed(key) { text in
        let parts = text.split(separator: " ")
        let bounds = parts.compactMap { Float($0) }
        return bounds.count == count && parts.count == count ? bounds : nil
      }
    }
    let (low, high) = (try bounds(lower), try bounds(upper))
    guard zip(low, high).allSatisfy({ $0 < $1 && ($1 - $0).isFinite }) else {
      throw .badMetadata(path: path, key: upper, found: values[upper])
    }
    return zip(low, high).map { $0...$1 }
  }
}
