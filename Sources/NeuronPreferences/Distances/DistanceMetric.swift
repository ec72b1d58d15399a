/// How a neuron's records become a distribution over features, and two of them a distance.
public enum DistanceMetric: String, Sendable, CaseIterable, Codable {
  /// Mean activation of each feature, normalised to 1; Hellinger distance (TX-Ray, sections 2.1, 2.2).
  case paper
  /// Summed activation of each feature, normalised to 1; Hellinger distance.
  case mass
  /// What the method's published code computes: each occurrence divided by the neuron's mass, then the
  /// mean of each feature, not normalised; Hellinger distance divided by the union length.
  case repoCompat = "repo-compat"
}

/// The share of each feature in one neuron's preferences.
public struct PreferenceShares: Equatable, Sendable {
  /// Shares in the order of the preferences they were computed from.
  public let shares: [Double]
  /// Features whose activations were negative on average. No share can be negative, so theirs is 0; they
  /// count in the length like any other.
  public let negativeCount: Int
}

extension DistanceMetric {
  /// The distribution of a neuron over the features that it prefers, or nil if it has none: because
  /// nothing was recorded, or because nothing remains.
  ///
  /// A signed maximum may be negative or zero. In `paper` and `mass` a feature whose mean is negative has
  /// the share 0, and a neuron whose features all have is without a distribution. `repo-compat` keeps the
  /// published arithmetic: shares of an all-negative neuron come out positive, and where the published
  /// code gets "not a number" (mixed signs, no mass) there is no distribution. O(number of preferences).
  public func shares(of preferences: [Preference]) -> PreferenceShares? {
    var shares: [Double] = []
    guard let negativeCount = fill(&shares, from: preferences) else { return nil }
    return PreferenceShares(shares: shares, negativeCount: negativeCount)
  }

  /// The same into an array that is used again; returns the number of negative features, or nil.
  func fill(_ shares: inout [Double], from preferences: [Preference]) -> Int? {
    shares.removeAll(keepingCapacity: true)
    var total = 0.0
    var negativeCount = 0
    for preference in preferences {
      let weight = self == .paper ? preference.mean : preference.sum
      if weight < 0 { negativeCount += 1 }
      total += self == .repoCompat ? weight : max(weight, 0)
    }
    guard total != 0, total.isFinite, !preferences.isEmpty else { return nil }
    if self == .repoCompat, negativeCount > 0, negativeCount < preferences.count { return nil }
    for preference in preferences {
      let weight =
        switch self {
        case .paper: max(preference.mean, 0)
        case .mass: max(preference.sum, 0)
        case .repoCompat: preference.mean
        }
      shares.append(weight / total)
    }
    return negativeCount
  }
}
