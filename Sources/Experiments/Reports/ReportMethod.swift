import NeuronPreferences
import Statistics

/// How a report's numbers come about.
public struct ReportMethod: Sendable, Encodable {
  /// The distance.
  public var metric = DistanceMetric.paper
  /// Relabellings of document blocks that each distance is held against.
  public var permutations = 199
  /// What a neuron must stand out by to have moved.
  public var statistic = TestStatistic.distance
  /// Resamples behind each interval.
  public var resamples = 1000
  /// What both are drawn from; the explorer uses the same, so that all tell the same neurons to have moved.
  public var seed: UInt64 = 0
  /// Wins from which on a neuron's preferences say something.
  public let minimumSupport = FeatureKind.token.minimumSupport
  /// Rate of false discoveries up to which a neuron is said to have moved.
  public let falseDiscoveryRate = 0.05

  /// The usual way.
  public init() {}

  var bootstrap: Bootstrap { Bootstrap(resamples: resamples, seed: seed) }

  private enum CodingKeys: String, CodingKey {
    case metric, permutations, statistic, resamples, seed
    case minimumSupport = "minimum_support"
    case falseDiscoveryRate = "false_discovery_rate"
  }
}
