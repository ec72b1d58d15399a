/// How far a neuron's own activation stayed what it was in the parent checkpoint, token by token on one text.
public struct ParentLikeness: Hashable, Sendable {
  /// Pearson's correlation of both activations.
  public let correlation: Double
  /// By how much the mean moved, in the parent's standard deviations.
  public let meanShift: Double
  /// The standard deviation over the parent's.
  public let spreadRatio: Double

  /// Correlation from which on a neuron is held to do what it did before.
  static let leastCorrelation = 0.9
  /// The farthest its mean may move.
  static let largestShift = 0.25
  /// The range of spreads: correlation alone is blind to a neuron that is turned down or up.
  static let spreads = 1 / 1.15...1.15

  /// Whether the activation is much the same: where it is, a neuron that lost its wins lost them to others.
  public var isSame: Bool {
    correlation >= Self.leastCorrelation && abs(meanShift) <= Self.largestShift
      && Self.spreads.contains(spreadRatio)
  }
}

extension ParentLikeness {
  /// Compares both by their sums over a text; nil where one of them does not vary.
  init?(_ totals: ParentTable.Totals) {
    guard let correlation = totals.correlation, totals.parentSpread > 0 else { return nil }
    let deviation = (totals.parentSpread / totals.count).squareRoot()
    self.init(
      correlation: correlation, meanShift: (totals.own - totals.parent) / totals.count / deviation,
      spreadRatio: (max(0, totals.ownSpread) / totals.parentSpread).squareRoot())
  }
}
