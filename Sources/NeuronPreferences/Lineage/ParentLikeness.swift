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

extension ParentTable {
  /// How far the neuron does what it did; nil where one of both activations does not vary, or not all of the text was
  /// compared. O(blocks).
  public func likeness(ofRow row: Int) -> ParentLikeness? {
    guard let correlation = correlation(ofRow: row) else { return nil }
    let count = Double(counts[row])
    let before = own.total(sums, row) / count
    let variance = max(0, own.total(squares, row) / count - before * before)
    guard variance > 0, let mean = own.mean(ofRow: row), let spread = own.standardDeviation(ofRow: row) else {
      return nil
    }
    return ParentLikeness(
      correlation: correlation, meanShift: (mean - before) / variance.squareRoot(),
      spreadRatio: spread / variance.squareRoot())
  }
}
