/// What the table is sorted by.
public struct Sort: Hashable, Sendable {
  /// The statistic.
  public var measure: Measure
  /// Whether the largest comes first. Neurons without a value come last either way.
  public var isDescending: Bool

  /// Sorts by `measure`.
  public init(_ measure: Measure, descending: Bool) {
    self.measure = measure
    isDescending = descending
  }
}
