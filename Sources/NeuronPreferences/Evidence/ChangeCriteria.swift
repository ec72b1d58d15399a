/// From which numbers on something is said of a neuron.
public struct ChangeCriteria: Hashable, Sendable {
  /// The rate of false discoveries that is put up with.
  public var falseDiscoveryRate = 0.05
  /// A neuron has moved if its effect's interval lies above this: what weights lose to noise or to another seed of
  /// the test stays below.
  public var minimumEffect = 0.01
  /// A neuron transfers, or is kept, if its effect's interval lies below this.
  public var equivalenceBound = 0.1
  /// Wins changed if they became so many times as many, or as few.
  public var winsFactor = 5.0

  /// The most relabellings that a neuron gets unless told otherwise.
  public static let permutations = 9_999

  /// The usual ones.
  public init() {}
}
