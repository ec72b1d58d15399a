import NeuronPreferences

/// One feature of a neuron's preference distribution.
struct PreferenceShare: Hashable, Sendable {
  /// The feature's name.
  var name: String
  /// Its share of the neuron's distribution, of the kind asked for.
  var share: Double
  /// How often it was won.
  var count: Int
}

/// The features that a neuron prefers most, and how many there are in all.
struct PreferenceList: Hashable, Sendable {
  var top: [PreferenceShare]
  var length: Int

  static let empty = PreferenceList(top: [], length: 0)
}

extension FeatureTable {
  /// The `limit` features with the largest shares of the neuron in that row; equal shares by id.
  ///
  /// O(entries of the row + limit · log limit). Throws `SnapshotError` if the row is damaged.
  func topShares(
    ofRow row: Int, limit: Int, of kind: ShareKind
  ) throws(SnapshotError) -> PreferenceList {
    let preferences = try preferences(ofRow: row)
    let shares = kind.metric.shares(of: preferences)?.shares
    func weight(_ place: Int) -> Double {
      kind == .paper ? preferences[place].mean : preferences[place].sum
    }
    var best: [Int] = []
    for place in preferences.indices where limit > 0 {
      if best.count == limit, let last = best.last, weight(last) >= weight(place) { continue }
      best.insert(place, at: best.firstIndex { weight($0) < weight(place) } ?? best.count)
      if best.count > limit { best.removeLast() }
    }
    let top = best.map { place in
      PreferenceShare(
        name: name(of: preferences[place].feature), share: shares?[place] ?? 0,
        count: preferences[place].count)
    }
    return PreferenceList(top: top, length: preferences.count)
  }
}
