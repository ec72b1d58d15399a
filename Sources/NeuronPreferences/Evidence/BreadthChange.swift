import Statistics

/// Whether a neuron came to prefer fewer features or more, at as many wins of either stage: more wins alone show more
/// features.
public struct BreadthChange: Hashable, Sendable {
  /// Doublings of the number of different features among as many wins (rarefied support size; Hurlbert 1971).
  public let length: Estimate
  /// Change of the entropy of its wins over features, in bits, corrected for what a sample misses (Miller 1955).
  public let entropy: Estimate

  /// What is said of it.
  public enum Kind: String, Sendable, CaseIterable {
    /// It prefers fewer features.
    case specialised
    /// It prefers more.
    case generalised
  }

  /// What both intervals agree on; nil where one of them holds no change.
  public var kind: Kind? {
    if length.high < 0, entropy.high < 0 { return .specialised }
    return length.low > 0 && entropy.low > 0 ? .generalised : nil
  }
}
