import Files
import Sites
import TensorFiles

extension SnapshotMerge {
  /// Writes the merged snapshot, whole or not at all.
  ///
  /// The parts are walked once, and once more for each column of their entries. Memory: O(neurons · contexts +
  /// features + parts).
  ///
  /// - Throws: ``MergeError/file(_:)``.
  public func write(to path: String) throws(MergeError) {
    do {
      try writeParts(to: path)
    } catch let error as SnapshotError {
      throw .file(error)
    } catch let error as FileError {
      throw .file(.file(.file(error)))
    } catch {
      preconditionFailure("writing tensors throws nothing else")
    }
  }

  private func writeParts(to path: String) throws {
    let contexts = try MergedContexts(self)
    var writer = SafetensorsWriter(metadata: metadata(contexts))
    Self.add(try MergedTable(self, .token), as: .token, to: &writer)
    if parts[0].tags != nil { Self.add(try MergedTable(self, .tag), as: .tag, to: &writer) }
    writer.addNarrow("block.included", blocks.map { $0.isIncluded ? 1 : 0 })
    writer.addNarrow("block.documents", blocks.map(\.documents))
    writer.addNarrow("block.tokens", blocks.map(\.tokens))
    addMoments(to: &writer)
    addThresholds(to: &writer)
    contexts?.add(to: &writer)
    try writer.write(to: path)
  }

  private static func add(_ table: MergedTable, as kind: FeatureKind, to writer: inout SafetensorsWriter) {
    let prefix = kind.prefix
    writer.add("\(prefix).text", shape: [table.names.text.count], elementType: .uint8) { sink in
      try table.names.text.withUnsafeValues { try sink.write(UnsafeRawBufferPointer($0)) }
    }
    writer.addNarrow("\(prefix).offsets", table.names.offsets.values)
    writer.addNarrow("\(prefix).frequency", table.frequency)
    writer.addNarrow("\(prefix).wins", table.totals.map(\.wins))
    writer.add("\(prefix).mass", values: table.totals.map(\.mass))
    writer.addNarrow("\(prefix).length", table.totals.map(\.length))
    writer.addNarrow("\(prefix).rows", table.rowStarts)
    writer.addNarrow("\(prefix).sum_rows", table.sumStarts)

    let entries = [table.rowStarts[table.rowStarts.count - 1]]
    writer.addNarrow("\(prefix).feature", shape: entries, maximum: table.maxFeature) { put in
      try table.forEachEntry { try put($0.feature) }
    }
    writer.addNarrow("\(prefix).block", shape: entries, maximum: table.maxBlock) { put in
      try table.forEachEntry { try put($0.block) }
    }
    writer.addNarrow("\(prefix).count", shape: entries, maximum: table.maxCount) { put in
      try table.forEachEntry { try put($0.count) }
    }
    func maxima(_ put: (Double) throws -> Void) throws { try table.forEachEntry { try put($0.maximum) } }
    if table.fitsSingle {
      writer.add("\(prefix).maximum", shape: entries, body: maxima) { Float($0) }
    } else {
      writer.add("\(prefix).maximum", shape: entries, body: maxima) { $0 }
    }
    writer.add("\(prefix).sum", shape: [table.sumStarts[table.sumStarts.count - 1]]) { put in
      try table.forEachEntry { if $0.count > 1 { try put($0.sum) } }
    } as: { (sum: Double) in
      sum
    }
  }

  private func addThresholds(to writer: inout SafetensorsWriter) {
    guard parts[0].thresholds != nil else { return }
    writer.add(
      "policy.threshold",
      values: zip(sites.sites, holders).flatMap { site, holders -> [Float] in
        guard let holder = holders.first, let values = parts[holder.part].thresholds else { return [] }
        return values[holder.firstRow..<holder.firstRow + site.neurons].map { $0 }
      })
  }

  private func metadata(_ contexts: MergedContexts?) -> [String: String] {
    let text = holders[0].map { parts[$0.part] }
    var counts = text.reduce(into: CollectionCounts()) { $0 += $1.counts }
    counts.nonFiniteActivations = parts.reduce(0) { $0 &+ $1.counts.nonFiniteActivations }
    return SnapshotMetadata.values(
      origin: origin, policy: parts[0].policy, sites: sites, whole: sites == whole ? nil : whole,
      counts: counts, skippedStarts: parts[0].skippedStarts, contextLimits: contexts?.limits,
      histogramRanges: histogramRanges)
  }

  /// One range a site; nil without moments.
  var histogramRanges: [ClosedRange<Float>]? {
    guard parts[0].moments != nil else { return nil }
    return holders.compactMap { holders in
      holders.first.flatMap { parts[$0.part].moments?.histogramRanges[$0.site] }
    }
  }
}
