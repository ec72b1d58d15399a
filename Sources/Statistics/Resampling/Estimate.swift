/// A number with how sure it is: the bootstrap's 95% percentile interval (Efron 1979).
public struct Estimate: Equatable, Sendable, Encodable {
  /// What was drawn anew, with replacement, to see how much the number depends on it.
  public enum Resampled: String, Sendable, Encodable {
    /// The neurons: how much it depends on which ones the model happens to have.
    case neurons
    /// The document blocks: how much it depends on which text was read.
    case blocks = "document blocks"
  }

  /// The number itself.
  public let value: Double
  /// 2.5% of the resamples give less.
  public let low: Double
  /// 2.5% of them give more.
  public let high: Double
  /// What was drawn anew.
  public let resampled: Resampled
}
