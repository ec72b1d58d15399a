import Measures

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

  /// Reads "wins@2", "wins@2:asc" or "wins@2:desc"; without a direction, the measure's own.
  ///
  /// - Throws: `MeasureError`.
  init(_ text: String, in context: MeasureContext) throws(MeasureError) {
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    let measure = try Measure(name: parts[0], in: context)
    switch parts.dropFirst().first {
    case nil: self.init(measure, descending: measure.isLargestFirst)
    case "asc": self.init(measure, descending: false)
    case "desc": self.init(measure, descending: true)
    case let direction?: throw .notADirection(direction)
    }
  }
}
