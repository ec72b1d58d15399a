import Files
import TensorFiles

extension SnapshotDraft {
  /// Writes the snapshot, whole or not at all. The layout is described in the module's documentation.
  ///
  /// - Throws: ``SnapshotError/file(_:)``.
  public func write(to path: String) throws(SnapshotError) {
    var writer = SafetensorsWriter(metadata: metadata)
    Self.add(tokens, as: .token, to: &writer)
    if let tags { Self.add(tags, as: .tag, to: &writer) }
    writer.addNarrow("block.included", blocks.map { $0.isIncluded ? 1 : 0 })
    writer.addNarrow("block.documents", blocks.map(\.documents))
    writer.addNarrow("block.tokens", blocks.map(\.tokens))
    if let moments {
      writer.addNarrow("moments.count", moments.counts)
      writer.add("moments.sum", shape: [blocks.count, moments.neurons], values: moments.sums)
      writer.add("moments.squares", shape: [blocks.count, moments.neurons], values: moments.squares)
      writer.add("moments.minimum", values: moments.minima)
      writer.add("moments.maximum", values: moments.maxima)
      writer.addNarrow("histogram", moments.histogram, shape: [moments.neurons, moments.bins])
    }
    if let parent {
      writer.addNarrow("parent.count", parent.counts)
      writer.add("parent.sum", shape: [blocks.count, parent.neurons], values: parent.sums)
      writer.add("parent.squares", shape: [blocks.count, parent.neurons], values: parent.squares)
      writer.add("parent.product", shape: [blocks.count, parent.neurons], values: parent.products)
    }
    if let thresholds { writer.add("policy.threshold", values: thresholds) }
    if let contexts { Self.add(contexts, neurons: sites.neuronCount, to: &writer) }
    do {
      try writer.write(to: path)
    } catch let error as FileError {
      throw .file(.file(error))
    } catch {
      preconditionFailure("writing tensors throws nothing else")
    }
  }

  private static func add(_ rows: FeatureRows, as kind: FeatureKind, to writer: inout SafetensorsWriter) {
    let prefix = kind.prefix
    var text: [UInt8] = []
    var offsets = [0]
    for name in rows.names {
      text.append(contentsOf: name.utf8)
      offsets.append(text.count)
    }
    writer.add("\(prefix).text", values: text)
    writer.addNarrow("\(prefix).offsets", offsets)
    writer.addNarrow("\(prefix).frequency", rows.frequency)

    let totals = rows.totals()
    writer.addNarrow("\(prefix).wins", totals.wins)
    writer.add("\(prefix).mass", values: totals.mass)
    writer.addNarrow("\(prefix).length", totals.length)

    writer.addNarrow("\(prefix).rows", rows.rowStarts)
    writer.addNarrow("\(prefix).feature", rows.features)
    writer.addNarrow("\(prefix).block", rows.blocks)
    writer.addNarrow("\(prefix).count", rows.counts)
    // Activations are Float, so their maxima fit; numbers read from text may not.
    if rows.maxima.allSatisfy({ Double(Float($0)) == $0 }) {
      writer.add("\(prefix).maximum", values: rows.maxima.map { Float($0) })
    } else {
      writer.add("\(prefix).maximum", values: rows.maxima)
    }
    // The sum of a single occurrence is its maximum; only the others are stored.
    var sumRows = [0]
    var sums: [Double] = []
    for row in 0..<rows.rowStarts.count - 1 {
      for entry in rows.rowStarts[row]..<rows.rowStarts[row + 1] where rows.counts[entry] > 1 {
        sums.append(rows.sums[entry])
      }
      sumRows.append(sums.count)
    }
    writer.addNarrow("\(prefix).sum_rows", sumRows)
    writer.add("\(prefix).sum", values: sums)
  }

  private static func add(_ shelf: ContextShelf, neurons: Int, to writer: inout SafetensorsWriter) {
    var contexts: [FiringContext] = []
    var rows = [0]
    for row in 0..<neurons {
      contexts += shelf.contexts(ofRow: row)
      rows.append(contexts.count)
    }
    writer.addNarrow("context.rows", rows)
    writer.addNarrow("context.selection", contexts.map(\.selection.rawValue))
    writer.addNarrow("context.document", contexts.map(\.document))
    writer.addNarrow("context.position", contexts.map(\.position))
    writer.addNarrow("context.center", contexts.map(\.center))
    writer.addNarrow(
      "context.starts", contexts.reduce(into: [0]) { $0.append(($0.last ?? 0) + $1.tokens.count) })
    writer.addNarrow("context.token", contexts.flatMap { $0.tokens.map(Int.init) })
    writer.add("context.activation", values: contexts.flatMap(\.activations))
  }

  private var metadata: [String: String] {
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
    if origin.countsOnlySeenNeurons { values["sites.seen_only"] = "true" }
    if skippedStarts > 0 { values["documents.skipped_start"] = String(skippedStarts) }
    for (reason, count) in counts.skipped { values["tokens.skipped.\(reason)"] = String(count) }
    for (key, note) in origin.notes { values["note.\(key)"] = note }
    if let contexts {
      for (selection, limit) in zip(FiringContext.Selection.allCases, contexts.limits) {
        values["contexts.\(selection)"] = String(limit)
      }
    }
    if let moments {
      // Where all sites agree, one range stands for all, as older programs expect.
      let ranges =
        Set(moments.histogramRanges).count == 1 ? [moments.histogramRanges[0]] : moments.histogramRanges
      values["histogram.lower"] = ranges.map { String($0.lowerBound) }.joined(separator: " ")
      values["histogram.upper"] = ranges.map { String($0.upperBound) }.joined(separator: " ")
    }
    return values
  }
}

extension SafetensorsWriter {
  /// Adds non-negative integers in the narrowest type that holds them all.
  fileprivate mutating func addNarrow(_ name: String, _ values: [Int], shape: [Int]? = nil) {
    switch values.max() ?? 0 {
    case ...Int(UInt8.max): add(name, shape: shape, values: values.map { UInt8($0) })
    case ...Int(UInt16.max): add(name, shape: shape, values: values.map { UInt16($0) })
    case ...Int(UInt32.max): add(name, shape: shape, values: values.map { UInt32($0) })
    default: add(name, shape: shape, values: values.map { UInt64($0) })
    }
  }
}
