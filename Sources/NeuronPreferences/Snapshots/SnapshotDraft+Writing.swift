import Files
import TensorFiles

extension SnapshotDraft {
  /// Writes the snapshot, whole or not at all. The layout is described in the module's documentation.
  ///
  /// - Throws: ``SnapshotError/file(_:)``.
  public func write(to path: String) throws(SnapshotError) {
    let writer = writer
    do {
      try writer.write(to: path)
    } catch let error as FileError {
      throw .file(.file(error))
    } catch {
      preconditionFailure("writing tensors throws nothing else")
    }
  }

  /// Bytes of its tensors when it is written.
  public var byteCount: Int { writer.byteCount }

  /// What is written.
  private var writer: SafetensorsWriter {
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
    if let contexts { Self.add(contexts, rows: contextRows, to: &writer) }
    return writer
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

  private static func add(_ shelf: ContextShelf, rows numbers: Range<Int>, to writer: inout SafetensorsWriter)
  {
    var contexts: [FiringContext] = []
    var rows = [0]
    for row in numbers {
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

  /// The rows of the neurons in the whole collection, by which contexts are kept.
  private var contextRows: Range<Int> {
    let first = wholeSites?.offset(of: sites) ?? 0
    return first..<first + sites.neuronCount
  }

  private var metadata: [String: String] {
    SnapshotMetadata.values(
      origin: origin, policy: policy, sites: sites, whole: wholeSites, counts: counts,
      skippedStarts: skippedStarts, contextLimits: contexts?.limits,
      histogramRanges: moments?.histogramRanges)
  }
}
