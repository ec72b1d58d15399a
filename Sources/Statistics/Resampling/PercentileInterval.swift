/// A range that a number lies in with some confidence: the middle of a bootstrap's resamples (Efron and Tibshirani,
/// 1993, chapter 13).
public struct PercentileInterval: Hashable, Sendable, Codable {
  /// Its lower end.
  public var low: Double
  /// Its upper end.
  public var high: Double

  /// A range.
  public init(low: Double, high: Double) {
    self.low = low
    self.high = high
  }

  /// The range that the middle of the resamples' results fill, 95% of them unless told otherwise; nil if there
  /// are none. O(n log n).
  public init?(_ results: [Double], confidence: Double = 0.95) {
    guard !results.isEmpty else { return nil }
    let sorted = results.sorted()
    let tail = (1 - confidence) / 2
    self.init(low: quantile(tail, ofSorted: sorted), high: quantile(1 - tail, ofSorted: sorted))
  }
}
