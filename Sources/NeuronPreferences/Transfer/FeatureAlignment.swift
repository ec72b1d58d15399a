import TensorFiles

/// Maps the feature ids of two tables into one numbering in which the same text is the same feature.
struct FeatureAlignment: Sendable {
  /// The common id of each of the first table's features; nil if ids need no change.
  let mapA: [Int]?
  /// The same for the second table.
  let mapB: [Int]?

  /// Compares names byte by byte. O(1) memory and O(text) time if the vocabularies are identical.
  init(_ a: FeatureTable, _ b: FeatureTable) {
    if a.hasSameNames(as: b) {
      (mapA, mapB) = (nil, nil)
      return
    }
    // Not by String, whose equality is blind to how a letter with an accent is composed.
    var ids: [ArraySlice<UInt8>: Int] = [:]
    func map(_ table: FeatureTable) -> [Int] {
      let text = table.text.withUnsafeValues { Array($0) }
      return (0..<table.featureCount).map { feature in
        let name = text[table.offsets[feature]..<table.offsets[feature + 1]]
        let id = ids[name] ?? ids.count
        ids[name] = id
        return id
      }
    }
    mapA = map(a)
    mapB = map(b)
  }

  /// Renumbers records by block and restores their order by feature.
  static func apply(_ map: [Int]?, to records: [BlockPreference]) -> [BlockPreference] {
    guard let map else { return records }
    return records.map {
      BlockPreference(
        feature: map[$0.feature], block: $0.block, count: $0.count, sum: $0.sum, maximum: $0.maximum)
    }.sorted { ($0.feature, $0.block) < ($1.feature, $1.block) }
  }

  /// Renumbers preferences, restores their order and joins features that became one.
  static func apply(_ map: [Int]?, to preferences: inout [Preference]) {
    guard let map else { return }
    let renumbered = preferences.map {
      Preference(feature: map[$0.feature], count: $0.count, sum: $0.sum, maximum: $0.maximum)
    }
    preferences.removeAll(keepingCapacity: true)
    for next in renumbered.sorted(by: { $0.feature < $1.feature }) {
      if let last = preferences.last, last.feature == next.feature {
        preferences[preferences.count - 1] = Preference(
          feature: last.feature, count: last.count + next.count, sum: last.sum + next.sum,
          maximum: max(last.maximum, next.maximum))
      } else {
        preferences.append(next)
      }
    }
  }
}
