import NeuronPreferences

/// One feature of a neuron's preference distribution.
struct PreferenceShare: Hashable, Sendable {
  /// The feature's name.
  var name: String
  /// Its share p of the distribution: mean activation, normalised over the neuron's features (TX-Ray, 2.1).
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
  func topShares(ofRow row: Int, limit: Int) throws(SnapshotError) -> PreferenceList {
    let preferences = try preferences(ofRow: row)
    let total = preferences.reduce(0) { $0 + max(0, $1.mean) }
    var best: [Preference] = []
    for preference in preferences where limit > 0 {
      if best.count == limit, let last = best.last, last.mean >= preference.mean { continue }
      let place = best.firstIndex { $0.mean < preference.mean } ?? best.count
      best.insert(preference, at: place)
      if best.count > limit { best.removeLast() }
    }
    let top = best.map { preference in
      PreferenceShare(
        name: name(of: preference.feature), share: total > 0 ? max(0, preference.mean) / total : 0,
        count: preference.count)
    }
    return PreferenceList(top: top, length: preferences.count)
  }
}
