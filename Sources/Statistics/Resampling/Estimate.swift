/// A number with how sure it is: a 95% interval, the bootstrap's percentiles (Efron 1979) unless said otherwise.
public struct Estimate: Hashable, Sendable, Encodable {
  /// What was drawn anew, with replacement, to see how much the number depends on it.
  public enum Resampled: String, Sendable, Encodable {
    /// The neurons: how much it depends on which ones the model happens to have.
    case neurons
    /// The document blocks: how much it depends on which text was read.
    case blocks = "document blocks"
  }

  /// The number itself.
  public let value: Double
  /// The interval's lower end.
  public let low: Double
  /// The interval's upper end.
  public let high: Double
  /// What was drawn anew.
  public let resampled: Resampled
}

extension Estimate {
  /// A number with its standard error over document blocks; the interval is 1.96 times as wide to either side.
  public init(_ value: Double, standardError: Double) {
    self.init(
      value: value, low: value - 1.96 * standardError, high: value + 1.96 * standardError, resampled: .blocks)
  }
}
