import NeuronPreferences
import Sites

/// A pruning to score.
public struct PruningRequest: Sendable, Hashable {
  /// The neurons to take out.
  public let neurons: [NeuronID]
  /// How.
  public let way: PruningWay
  /// Counts requests, so that older answers can be told.
  public let number: Int
}
