import NeuronPreferences
import Statistics

/// How a report's numbers come about.
public struct ReportMethod: Sendable, Encodable {
  /// The distance.
  public var metric = DistanceMetric.paper
  /// Relabellings of document blocks that each distance is held against.
  public var permutations = ChangeCriteria.permutations
  /// What a neuron must stand out by to have moved.
  public var statistic = TestStatistic.distance
  /// Resamples behind each interval.
  public var resamples = 1000
  /// What both are drawn from; the explorer uses the same, so that all tell the same neurons to have moved.
  public var seed: UInt64 = 0
  /// Wins from which on a neuron's preferences say something.
  public let minimumSupport = FeatureKind.token.minimumSupport
  /// From which numbers on something is said of a neuron.
  public var criteria = ChangeCriteria()

  /// The usual way.
  public init() {}

  /// Rate of false discoveries up to which a neuron is said to have changed.
  public var falseDiscoveryRate: Double { criteria.falseDiscoveryRate }

  /// Encodes every setting.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(metric, forKey: .metric)
    try container.encode(permutations, forKey: .permutations)
    try container.encode(statistic, forKey: .statistic)
    try container.encode(resamples, forKey: .resamples)
    try container.encode(seed, forKey: .seed)
    try container.encode(minimumSupport, forKey: .minimumSupport)
    try container.encode(criteria.falseDiscoveryRate, forKey: .falseDiscoveryRate)
    try container.encode(criteria.effectBoundOnOneText, forKey: .effectBoundOnOneText)
    try container.encode(criteria.effectBoundBetweenTexts, forKey: .effectBoundBetweenTexts)
    try container.encode(criteria.winsFactor, forKey: .winsFactor)
  }

  var bootstrap: Bootstrap { Bootstrap(resamples: resamples, seed: seed) }

  private enum CodingKeys: String, CodingKey {
    case metric, permutations, statistic, resamples, seed
    case minimumSupport = "minimum_support"
    case falseDiscoveryRate = "false_discovery_rate"
    case effectBoundOnOneText = "effect_bound_on_one_text"
    case effectBoundBetweenTexts = "effect_bound_between_texts"
    case winsFactor = "wins_factor"
  }
}
