/// How often a neuron came to win, and how sure that is.
public struct WinsChange: Hashable, Sendable {
  /// Wins a token at the second stage over those at the first; infinite where it had none.
  public let ratio: Double
  /// Chance of a change at least as large where blocks are dealt to the stages by chance.
  public let p: Double
  /// The rate of false discoveries among all neurons with a p as small.
  public internal(set) var q: Double

  /// The ratio where it is a number.
  public var finiteRatio: Double? { ratio.isFinite ? ratio : nil }

  /// Which way the wins went, if anywhere.
  public enum Direction: Sendable {
    /// It lost most of them.
    case lost
    /// It won several times as many.
    case won
  }

  /// Whether its wins changed beyond chance and by as much as `criteria` ask for.
  public func direction(_ criteria: ChangeCriteria) -> Direction? {
    guard q <= criteria.falseDiscoveryRate else { return nil }
    return Self.direction(ratio: ratio, criteria)
  }

  /// The same of a ratio whose chance is not known.
  static func direction(ratio: Double, _ criteria: ChangeCriteria) -> Direction? {
    ratio <= 1 / criteria.winsFactor ? .lost : ratio >= criteria.winsFactor ? .won : nil
  }
}
