/// How a null distribution was made.
public struct NullSummary: Hashable, Sendable {
  /// The most relabellings that a neuron got; those whose p is clearly large got fewer.
  public let permutations: Int
  /// What they were drawn from.
  public let seed: UInt64
  /// Whether blocks changed sides in pairs, as they do where both stages read the same text.
  public let isPaired: Bool
  /// What was compared under each.
  public let statistic: TestStatistic
  /// Wins drawn of either stage.
  public let wins: Int
  /// Blocks of the first stage, or groups of them as large as the other's blocks.
  public let unitsA: Int
  /// The same of the second stage.
  public let unitsB: Int
  /// Neurons that no relabelling reached and that still have no small rate of false discovery: more relabellings could
  /// tell.
  public internal(set) var limited = 0
}
