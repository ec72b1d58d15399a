/// From which numbers on something is said of a neuron.
public struct ChangeCriteria: Hashable, Sendable {
  /// The rate of false discoveries that is put up with.
  public var falseDiscoveryRate = 0.05
  /// A neuron that stands out from chance has moved if its effect is above this. Noise of a thousandth or a twentieth in
  /// its activations leaves an effect below 0.0001, a tenth of its wins gone to other words one of about 0.005 on one text
  /// and of 0.02 between texts.
  public var minimumEffect = 0.005
  /// A neuron transfers, or is kept, if its effect's interval lies below this.
  public var equivalenceBound = 0.05
  /// Wins changed if they became so many times as many, or as few.
  public var winsFactor = 5.0

  /// The most relabellings that a neuron gets unless told otherwise.
  public static let permutations = 9_999
  /// The most that may be asked for: half a kilobyte of memory each.
  public static let permutationLimit = 1_000_000

  /// The usual ones.
  public init() {}
}
