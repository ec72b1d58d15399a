import Sites
import TensorFiles

/// The contexts that the merged snapshot keeps of every neuron: which, and of what part. O(neurons) memory.
struct MergedContexts {
  /// Most contexts of each selection.
  let limits: [Int]
  /// Where each neuron's contexts start; one more than neurons.
  private var rowStarts = [0]
  private var kept: [Pick] = []
  private let tables: [ContextTable?]

  /// A context of a part.
  private struct Pick {
    let part: Int
    let index: Int
  }

  /// Chooses among the contexts of all parts; nil if none has any.
  ///
  /// - Throws: ``SnapshotError/inconsistent(path:tensor:index:)``.
  init?(_ merge: SnapshotMerge) throws(SnapshotError) {
    guard let limits = merge.parts.first(where: { $0.contexts != nil })?.contextLimits else { return nil }
    self.limits = limits
    tables = merge.parts.map(\.contexts)
    let first = merge.whole.offset(of: merge.sites) ?? 0
    for (site, holders) in zip(merge.sites.sites, merge.holders) {
      for neuron in 0..<site.neurons {
        var shelf = ContextShelf(limits: limits, policy: merge.parts[0].policy)
        var picks: [Firing: Pick] = [:]
        let row = first + site.firstRow + neuron
        for holder in holders {
          guard let table = tables[holder.part] else { continue }
          let start = table.rows[holder.firstRow + neuron]
          for (offset, context) in try table.contexts(ofRow: holder.firstRow + neuron).enumerated() {
            shelf.add(context, row: row)
            picks[Firing(context)] = Pick(part: holder.part, index: start + offset)
          }
        }
        kept += shelf.contexts(ofRow: row).compactMap { picks[Firing($0)] }
        rowStarts.append(kept.count)
      }
    }
  }

  /// What tells a neuron's contexts apart.
  private struct Firing: Hashable {
    let selection: Int
    let document: Int
    let position: Int

    init(_ context: FiringContext) {
      selection = context.selection.rawValue
      document = context.document
      position = context.position
    }
  }

  /// Adds them to a snapshot.
  func add(to writer: inout SafetensorsWriter) {
    writer.addNarrow("context.rows", rowStarts)
    writer.addNarrow("context.selection", column(\.selections))
    writer.addNarrow("context.document", column(\.documents))
    writer.addNarrow("context.position", column(\.positions))
    writer.addNarrow("context.center", column(\.centers))
    let starts = kept.reduce(into: [0]) { starts, pick in
      starts.append(starts[starts.count - 1] + (tokens(of: pick)?.places.count ?? 0))
    }
    writer.addNarrow("context.starts", starts)
    func forEachToken(_ body: (ContextTable, Int) throws -> Void) rethrows {
      for pick in kept {
        guard let (table, places) = tokens(of: pick) else { continue }
        for place in places { try body(table, place) }
      }
    }
    var largest = 0
    forEachToken { largest = max(largest, $0.tokens[$1]) }
    let shape = [starts[starts.count - 1]]
    writer.addNarrow("context.token", shape: shape, maximum: largest) { put in
      try forEachToken { try put($0.tokens[$1]) }
    }
    writer.add("context.activation", shape: shape) { put in
      try forEachToken { try put($0.activations[$1].isFinite ? $0.activations[$1] : 0) }
    } as: { (activation: Float) in
      activation
    }
  }

  private func column(_ values: (ContextTable) -> IntegerColumn) -> [Int] {
    kept.map { pick in tables[pick.part].map { values($0)[pick.index] } ?? 0 }
  }

  private func tokens(of pick: Pick) -> (table: ContextTable, places: Range<Int>)? {
    tables[pick.part].map { ($0, $0.starts[pick.index]..<$0.starts[pick.index + 1]) }
  }
}
