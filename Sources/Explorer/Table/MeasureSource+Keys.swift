import Measures

extension MeasureSource {
  /// Keys by which rows are sorted by a measure. O(rows): the column is found once, not for every row.
  func keys(of measure: Measure, rows: [Int32], descending: Bool) -> [UInt32] {
    /// `value` is inlined into a loop of its own for every measure.
    @inline(__always)
    func keys(_ value: (Int) -> Double?) -> [UInt32] {
      [UInt32](unsafeUninitializedCapacity: rows.count) { buffer, initialized in
        for (index, row) in rows.enumerated() {
          buffer[index] = SortedRows.orderedKey(value(Int(row)), descending: descending)
        }
        initialized = rows.count
      }
    }
    switch measure {
    case .neuron: return keys { Double($0) }
    case .wins(let stage):
      let wins = stages[stage].snapshot.tokens.wins
      return keys { Double(wins[$0]) }
    case .length(let stage):
      let length = stages[stage].snapshot.tokens.length
      return keys { Double(length[$0]) }
    case .mass(let stage):
      let mass = stages[stage].snapshot.tokens.mass
      return keys { mass[$0] }
    case .lengthChange(let pair):
      let (before, after) = (stages[pair.from].snapshot.tokens.length, stages[pair.to].snapshot.tokens.length)
      return keys { Double(after[$0] - before[$0]) }
    case .verdict(let pair):
      let verdict = verdicts(pair)
      return keys { Double(verdict($0).rank) }
    case .moved(let pair):
      let (verdict, comparison) = (verdicts(pair), comparison(pair))
      return keys { Self.moved(verdict($0), comparison?.moved($0)) }
    case .rate(let pair):
      guard let comparison = comparison(pair) else { return keys { _ in nil } }
      return keys { comparison.rate($0) }
    case .distance(let pair):
      guard let comparison = comparison(pair) else { return keys { _ in nil } }
      return keys { comparison.distance($0) }
    case .score, .tokenMass, .tokenChange, .marked, .union, .mean, .tagShare, .tagMoved, .tokens, .tagClass,
      .tag:
      return keys { value(of: measure, row: $0) }
    }
  }
}
