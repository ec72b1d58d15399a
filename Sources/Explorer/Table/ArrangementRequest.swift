import NeuronPreferences

/// All that decides which neurons the table shows, and in which order.
public struct ArrangementRequest: Sendable {
  /// Tells requests apart.
  let number: Int
  let sort: Sort
  let filter: Filter?
  let source: MeasureSource
  let neuronCount: Int

  /// The rows that pass the filter, sorted. O(neurons), more for filters by token.
  func rows() -> [Int32] {
    let all = 0..<Int32(neuronCount)
    let passing: [Int32]
    if let filter {
      let passes = filter.predicate(source)
      passing = all.filter { passes(Int($0)) }
    } else {
      passing = Array(all)
    }
    if sort.measure == .neuron, !sort.isDescending { return passing }
    return SortedRows.sort(
      passing, keys: source.keys(of: sort.measure, rows: passing, descending: sort.isDescending))
  }
}

extension Filter {
  /// The test that a neuron passes if all terms hold.
  func predicate(_ source: MeasureSource) -> (Int) -> Bool {
    let tests = terms.map { term -> (Int) -> Bool in
      switch term {
      case .measure(let measure, let sign, let bound):
        { row in source.value(of: measure, row: row).map { sign.holds($0, measure.rounded(bound)) } ?? false }
      case .verdict(let pair, let wanted, let isNegated):
        verdictTest(source.verdicts(pair), wanted, isNegated)
      case .marked(let wanted):
        { row in source.marked.contains(row) == wanted }
      case .token(let text):
        TokenMatcher(text: text, stages: source.stages).matches
      }
    }
    return { row in tests.allSatisfy { $0(row) } }
  }
}

/// Whether neurons have one of some verdicts, or have another one.
private func verdictTest(
  _ verdicts: @escaping (Int) -> Verdict, _ wanted: [Verdict], _ isNegated: Bool
) -> (Int) -> Bool {
  { wanted.contains(verdicts($0)) != isNegated }
}

extension Measure {
  /// A bound as exact as the values are kept, so that `q<=.05` holds for a rate of .05.
  fileprivate func rounded(_ bound: Double) -> Double {
    switch self {
    case .moved, .rate, .distance: Double(Float(bound))
    default: bound
    }
  }
}
