/// What the number beside a feature that a neuron prefers says, and what features are ranked by.
public enum ShareKind: String, CaseIterable, Hashable, Sendable {
  /// Its share of the neuron's activation mass: how strongly the neuron answers it, and how often.
  case mass
  /// Its share of the mean activations: the paper's distribution (TX-Ray, section 2.1), which leaves out how often a
  /// feature was recorded. One that was recorded once counts as much as one recorded a thousand times.
  case paper
  /// Its share of the mass over its share of the text: how many times more the neuron has of it than the text. Of a
  /// feature recorded fewer than ``fewestForLift`` times it is not known.
  case lift

  /// The fewest records that a lift rests on.
  public static let fewestForLift = 5

  /// The next kind, around the end.
  public var next: ShareKind {
    let all = Self.allCases
    return all[((all.firstIndex(of: self) ?? 0) + 1) % all.count]
  }
}
