import NeuronPreferences

/// What a token's share of a neuron is a share of.
public enum ShareKind: String, CaseIterable, Hashable, Sendable {
  /// The mean activation at the token: the paper's distribution (TX-Ray, section 2.1), which leaves out how
  /// often a token was won.
  case paper
  /// The sum of activations: how often counts too.
  case mass

  /// The shares that distances of that kind compare.
  var metric: DistanceMetric { self == .paper ? .paper : .mass }
}
