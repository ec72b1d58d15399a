/// Two tables of one kind, their features in a common numbering.
struct ComparedTables: Sendable {
  let a: FeatureTable
  let b: FeatureTable
  let alignment: FeatureAlignment

  /// The tables of one kind of two snapshots; `alignment` where it is known from an earlier comparison of both.
  ///
  /// - Throws: ``SnapshotError/noTags(path:)``.
  init(
    _ a: Snapshot, _ b: Snapshot, _ feature: FeatureKind, alignment: FeatureAlignment? = nil
  ) throws(SnapshotError) {
    self.a = try a.requiredTable(feature)
    self.b = try b.requiredTable(feature)
    self.alignment = alignment ?? FeatureAlignment(self.a, self.b)
  }

  /// Reads one neuron's preferences at both stages into arrays that are used again and again. A neuron without
  /// a row at a stage has none.
  func preferences(
    a rowA: Int?, b rowB: Int?, into preferencesA: inout [Preference], _ preferencesB: inout [Preference]
  ) throws(SnapshotError) {
    preferencesA.removeAll(keepingCapacity: true)
    preferencesB.removeAll(keepingCapacity: true)
    if let rowA { try a.appendPreferences(ofRow: rowA, to: &preferencesA) }
    if let rowB { try b.appendPreferences(ofRow: rowB, to: &preferencesB) }
    FeatureAlignment.apply(alignment.mapA, to: &preferencesA)
    FeatureAlignment.apply(alignment.mapB, to: &preferencesB)
  }

  /// One neuron's records by block at both stages, sorted by feature.
  func blockPreferences(
    a rowA: Int?, b rowB: Int?
  ) throws(SnapshotError) -> (a: [BlockPreference], b: [BlockPreference]) {
    let recordsA = if let rowA { try a.blockPreferences(ofRow: rowA) } else { [BlockPreference]() }
    let recordsB = if let rowB { try b.blockPreferences(ofRow: rowB) } else { [BlockPreference]() }
    return (
      FeatureAlignment.apply(alignment.mapA, to: recordsA),
      FeatureAlignment.apply(alignment.mapB, to: recordsB)
    )
  }

  /// The names of features in the common numbering. O(vocabularies) if these differ.
  func names(of features: [Int]) -> [String] {
    guard let mapA = alignment.mapA, let mapB = alignment.mapB else { return features.map(a.name(of:)) }
    var sources: [Int: (table: FeatureTable, id: Int)] = [:]
    for (id, common) in mapB.enumerated() { sources[common] = (b, id) }
    for (id, common) in mapA.enumerated() { sources[common] = (a, id) }
    return features.map { feature in sources[feature].map { $0.table.name(of: $0.id) } ?? "" }
  }
}
