import Sites
import Statistics

/// One neuron compared between two stages.
public struct NeuronTransfer: Hashable, Sendable {
  /// The neuron.
  public let neuron: NeuronID
  /// What became of it.
  public let state: TransferState
  /// Distance of its preferences; nil unless both stages have a distribution.
  public let hellinger: Double?
  /// Distinct features preferred at the first stage.
  public let lengthA: Int
  /// Distinct features preferred at the second stage.
  public let lengthB: Int
  /// Distinct features preferred at either.
  public let lengthUnion: Int
  /// Occurrences recorded at the first stage.
  public let countA: Int
  /// Occurrences recorded at the second stage.
  public let countB: Int
  /// Activation mass at the first stage.
  public let massA: Double
  /// Activation mass at the second stage.
  public let massB: Double
  /// How far its activation at both stages is the same over the descendant's text; nil where that was not compared.
  public let likeness: ParentLikeness?
  /// Distance above its mean under the permutation null, at as many wins of either stage whatever the text's length;
  /// nil unless that was asked for and is defined.
  public internal(set) var excess: Double?
  /// Chance of standing out at least as much under the null, by the distance or what else was tested.
  public internal(set) var p: Double?
  /// The p-value after Benjamini and Hochberg: false discoveries among all neurons with a q as small.
  public internal(set) var q: Double?
  /// How far its preferences moved: the share of what both stages would have in common by chance alone that they
  /// have not, 0 for no change and 1 for nothing in common; nil unless tested with enough wins at both stages.
  public internal(set) var effect: Estimate?
  /// How its wins changed; nil unless tested with enough wins at either stage, under a policy by which neurons
  /// compete.
  public internal(set) var wins: WinsChange?
  /// Whether it came to prefer fewer features, or more; nil unless tested with enough wins at both stages.
  public internal(set) var breadth: BreadthChange?
  /// Whether all this can be relied on.
  public internal(set) var evidence = Evidence.insufficient
  /// What became of it, as far as that can be told.
  public internal(set) var verdict = Verdict.insufficient

  /// Correlation of its activation at both stages; nil where that was not compared.
  public var correlation: Double? { likeness?.correlation }

  /// Change of length; shorter means specialised, longer more general.
  public var lengthShift: Int { lengthB - lengthA }
}

extension NeuronTransfer: Encodable {
  private enum CodingKeys: String, CodingKey {
    case neuron, state, hellinger
    case lengthA = "length_a"
    case lengthB = "length_b"
    case lengthUnion = "length_union"
    case countA = "count_a"
    case countB = "count_b"
    case massA = "mass_a"
    case massB = "mass_b"
    case correlation, excess, p, q, effect, evidence, verdict, breadth
    case effectLow = "effect_low"
    case effectHigh = "effect_high"
    case winsRatio = "wins_ratio"
    case winsP = "wins_p"
    case winsQ = "wins_q"
  }

  /// Encodes every field; what is nil is encoded as null, but a correlation that was not measured left out.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(neuron, forKey: .neuron)
    try container.encode(state, forKey: .state)
    try container.encode(hellinger, forKey: .hellinger)
    try container.encode(lengthA, forKey: .lengthA)
    try container.encode(lengthB, forKey: .lengthB)
    try container.encode(lengthUnion, forKey: .lengthUnion)
    try container.encode(countA, forKey: .countA)
    try container.encode(countB, forKey: .countB)
    try container.encode(massA, forKey: .massA)
    try container.encode(massB, forKey: .massB)
    try container.encodeIfPresent(correlation, forKey: .correlation)
    try container.encode(excess, forKey: .excess)
    try container.encode(p, forKey: .p)
    try container.encode(q, forKey: .q)
    try container.encode(effect?.value, forKey: .effect)
    try container.encode(effect?.low, forKey: .effectLow)
    try container.encode(effect?.high, forKey: .effectHigh)
    try container.encode(wins?.finiteRatio, forKey: .winsRatio)
    try container.encode(wins?.p, forKey: .winsP)
    try container.encode(wins?.q, forKey: .winsQ)
    try container.encode(breadth?.kind?.rawValue, forKey: .breadth)
    try container.encode(evidence, forKey: .evidence)
    try container.encode(verdict, forKey: .verdict)
  }
}
