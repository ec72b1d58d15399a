import Sites

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
  /// Correlation of its activation at both stages over the second's text; nil where that was not compared.
  public let correlation: Double?
  /// Distance above its mean under the permutation null, at as many wins at either stage; nil unless that was asked for and is defined.
  public internal(set) var excess: Double?
  /// Chance of standing out at least as much under the null, by the distance or what else was tested.
  public internal(set) var p: Double?
  /// The p-value after Benjamini and Hochberg: false discoveries among all neurons with a q as small.
  public internal(set) var q: Double?
  /// Whether all this can be relied on.
  public internal(set) var evidence: Evidence

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
    case correlation, excess, p, q, evidence
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
    try container.encode(evidence, forKey: .evidence)
  }
}
