import Measures
import NeuronPreferences

/// All that decides which neurons the table shows, and in which order.
public struct ArrangementRequest: Sendable {
  /// Tells requests apart.
  let number: Int
  let sort: Sort
  let filter: Filter?
  /// Where the filter looks.
  let filterSources: FilterSources
  /// What is looked at, and sorted by.
  let source: MeasureSource
  let neuronCount: Int

  /// The rows that pass the filter, sorted. O(neurons), more for filters by token.
  func rows() -> [Int32] {
    let all = 0..<Int32(neuronCount)
    let passing: [Int32]
    if let filter {
      let passes = filter.predicate(filterSources)
      passing = all.filter { passes(Int($0)) }
    } else {
      passing = Array(all)
    }
    if sort.measure == .neuron, !sort.isDescending { return passing }
    return SortedRows.sort(
      passing, keys: source.keys(of: sort.measure, rows: passing, descending: sort.isDescending))
  }
}
