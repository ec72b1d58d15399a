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
    func weight(_ preference: Preference) -> Double { kind == .paper ? preference.mean : preference.sum }
    let total = preferences.reduce(0) { $0 + max(0, weight($1)) }
    var best: [Preference] = []
    for preference in preferences where limit > 0 {
      if best.count == limit, let last = best.last, weight(last) >= weight(preference) { continue }
      let place = best.firstIndex { weight($0) < weight(preference) } ?? best.count
      best.insert(preference, at: place)
      if best.count > limit { best.removeLast() }
    }
    let top = best.map { preference in
      PreferenceShare(
        name: name(of: preference.feature), share: total > 0 ? max(0, weight(preference)) / total : 0,
        count: preference.count)
    }
    return PreferenceList(top: top, length: preferences.count)
  }
}
