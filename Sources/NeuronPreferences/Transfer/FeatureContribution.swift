import Sites

/// What one feature adds to the distance of a neuron between two stages.
public struct FeatureContribution: Hashable, Sendable {
  /// The feature's name.
  public let name: String
  /// Its share at the first stage.
  public let shareA: Double
  /// Its share at the second stage.
  public let shareB: Double
  /// Half the squared difference of the shares' roots. Over all features it sums to the squared Hellinger
  /// distance (for `repo-compat` before the division by the union length).
  public let contribution: Double

  /// Whether the neuron came to prefer the feature rather than to leave it.
  public var isGain: Bool { shareB > shareA }
}

extension Transfer {
  /// Why a neuron moved: the features that make up its distance, the largest contribution first, gains and
  /// losses alike. Empty unless both stages have a distribution. O(n log n) in its features.
  ///
  /// - Throws: ``SnapshotError``, as the comparison itself.
  /// - Precondition: `a` and `b` are the snapshots that were compared.
  public func contributions(
    to neuron: NeuronID, _ a: Snapshot, _ b: Snapshot
  ) throws(SnapshotError) -> [FeatureContribution] {
    let (rowA, rowB) = (a.sites.row(of: neuron), b.sites.row(of: neuron))
    let tables = try ComparedTables(a, b, feature, alignment: alignment)
    var preferencesA: [Preference] = []
    var preferencesB: [Preference] = []
    try tables.preferences(a: rowA, b: rowB, into: &preferencesA, &preferencesB)
    guard let sharesA = metric.shares(of: preferencesA), let sharesB = metric.shares(of: preferencesB)
    else { return [] }
    var shares: [Int: (a: Double, b: Double)] = [:]
    for (preference, share) in zip(preferencesA, sharesA.shares) { shares[preference.feature] = (share, 0) }
    for (preference, share) in zip(preferencesB, sharesB.shares) {
      shares[preference.feature, default: (0, 0)].b = share
    }
    let features = shares.keys.sorted()
    let unranked = zip(features, tables.names(of: features)).map { feature, name in
      let (shareA, shareB) = shares[feature] ?? (0, 0)
      let difference = shareA.squareRoot() - shareB.squareRoot()
      return FeatureContribution(
        name: name, shareA: shareA, shareB: shareB, contribution: difference * difference / 2)
    }
    // Stable, so that equal contributions keep the order of their features.
    return unranked.sorted { $0.contribution > $1.contribution }
  }
}
