/// Median and quartiles of a list of numbers, interpolated between neighbours.
public struct Quartiles: Equatable, Sendable, Encodable {
  /// How many numbers there are.
  public let count: Int
  /// A quarter of them is smaller.
  public let first: Double
  /// Half of them is smaller.
  public let median: Double
  /// Three quarters of them are smaller.
  public let third: Double

  /// Summarises numbers; nil if there are none. O(n log n).
  public init?(_ values: [Double]) {
    guard !values.isEmpty else { return nil }
    let sorted = values.sorted()
    count = values.count
    first = quantile(0.25, ofSorted: sorted)
    median = quantile(0.5, ofSorted: sorted)
    third = quantile(0.75, ofSorted: sorted)
  }
}
