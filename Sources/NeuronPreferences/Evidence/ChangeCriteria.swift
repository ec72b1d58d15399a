/// From which numbers on something is said of a neuron.
public struct ChangeCriteria: Hashable, Sendable {
  /// The rate of false discoveries that is put up with.
  public var falseDiscoveryRate = 0.05
  /// The effect that counts as a change where both stages read the same text. A neuron that stands out from chance has
  /// moved if its effect is above this; it is kept, or transfers, if its effect's interval lies below.
  ///
  /// Noise of a tenth in every weight leaves 95% of neurons below it, under any policy; so much is left, too, where a fifth
  /// of a neuron's wins go to other words (the catalogue has the measurements).
  public var effectBoundOnOneText = 0.02
  /// The same between different texts, where effects are larger: what a fifth of the wins does there.
  public var effectBoundBetweenTexts = 0.05
  /// Wins changed if they became so many times as many, or as few.
  public var winsFactor = 5.0

  /// The most relabellings that a neuron gets unless told otherwise.
  public static let permutations = 9_999
  /// The most that may be asked for: half a kilobyte of memory each.
  public static let permutationLimit = 1_000_000

  /// The effect that counts as a change.
  public func effectBound(isSameText: Bool) -> Double {
    isSameText ? effectBoundOnOneText : effectBoundBetweenTexts
  }

  /// The usual ones.
  public init() {}
}
