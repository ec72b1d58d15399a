/// The features that a neuron prefers most, and how many there are in all.
public struct RankedPreferences: Hashable, Sendable {
  /// One of them.
  public struct Entry: Hashable, Sendable {
    /// What was recorded of it.
    public let preference: Preference
    /// Its share of the kind asked for, or its lift; nil for a lift that is not known.
    public let value: Double?
  }

  /// The first of them, the largest values first.
  public let top: [Entry]
  /// Number of features, ranked or not.
  public let length: Int

  /// No feature.
  public static let none = RankedPreferences(top: [], length: 0)
}

extension Snapshot {
  /// The `limit` features with the largest values of a kind for the neuron in that row, equal ones by id. Lifts that
  /// are not known come last, by mass.
  ///
  /// O(entries of the row · log entries); O(entries · limit) for a limit below 32.
  ///
  /// - Throws: ``SnapshotError`` if the row is damaged, ``SnapshotError/noTags(path:)``.
  public func ranked(
    _ feature: FeatureKind = .token, ofRow row: Int, by kind: ShareKind, limit: Int = .max
  ) throws(SnapshotError) -> RankedPreferences {
    let table = try requiredTable(feature)
    let preferences = try table.preferences(ofRow: row)
    let text = feature == .token ? counts.tokensScanned : counts.tokensScanned - counts.untaggedTokens
    let weights = preferences.map { table.weight(of: $0, by: kind, text: text) }
    let sum = preferences.reduce(0) { $0 + max(kind == .paper ? $1.mean : $1.sum, 0) }
    let top = Self.places(of: weights, preferences, limit: limit).map { place in
      let weight = weights[place]
      let value = weight.map { sum > 0 ? max($0, 0) / sum : 0 }
      return RankedPreferences.Entry(preference: preferences[place], value: value)
    }
    return RankedPreferences(top: top, length: preferences.count)
  }

  /// The places of the largest weights; of those without one, of the largest sums.
  private static func places(of weights: [Double?], _ preferences: [Preference], limit: Int) -> [Int] {
    func comes(_ a: Int, before b: Int) -> Bool {
      switch (weights[a], weights[b]) {
      case (let x?, let y?): x != y ? x > y : a < b
      case (nil, nil): (preferences[a].sum, b) > (preferences[b].sum, a)
      case (let x, _): x != nil
      }
    }
    guard limit < 32 else { return Array(weights.indices.sorted(by: comes).prefix(limit)) }
    var best: [Int] = []
    for place in weights.indices where limit > 0 {
      if best.count == limit, let last = best.last, !comes(place, before: last) { continue }
      best.insert(place, at: best.firstIndex { comes(place, before: $0) } ?? best.count)
      if best.count > limit { best.removeLast() }
    }
    return best
  }
}

extension FeatureTable {
  /// What a share is a share of, before it is divided by the sum over all features; nil for a lift that rests on too
  /// little.
  fileprivate func weight(of preference: Preference, by kind: ShareKind, text: Int) -> Double? {
    switch kind {
    case .mass: return preference.sum
    case .paper: return preference.mean
    case .lift:
      let occurrences = frequency[preference.feature]
      guard preference.count >= ShareKind.fewestForLift, occurrences > 0 else { return nil }
      return preference.sum * Double(text) / Double(occurrences)
    }
  }
}
