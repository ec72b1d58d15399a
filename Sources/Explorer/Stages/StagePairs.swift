import Measures

/// All pairs of the stages of a run, none of them stored: neighbours first, then those further apart, each from left
/// to right.
struct StagePairs: RandomAccessCollection, Sendable {
  /// How many stages there are.
  let stages: Int

  /// The pairs of neighbours.
  var neighbours: Slice<StagePairs> { prefix(Swift.max(0, stages - 1)) }

  var startIndex: Int { 0 }
  var endIndex: Int { stages * (stages - 1) / 2 }

  /// The pair at a place. O(log stages).
  subscript(place: Int) -> StagePair {
    precondition(indices.contains(place), "a place among the pairs")
    // The last span whose pairs begin at or before the place.
    var (span, beyond) = (1, stages)
    while beyond - span > 1 {
      let middle = (span + beyond) / 2
      if start(ofSpan: middle) <= place { span = middle } else { beyond = middle }
    }
    let from = place - start(ofSpan: span)
    return StagePair(from: from, to: from + span)
  }

  /// The place of a pair; nil for one that goes backwards. O(1).
  func firstIndex(of pair: StagePair) -> Int? {
    guard pair.from >= 0, pair.from < pair.to, pair.to < stages else { return nil }
    return start(ofSpan: pair.to - pair.from) + pair.from
  }

  /// Where the pairs begin whose stages are so many places apart.
  private func start(ofSpan span: Int) -> Int { (span - 1) * stages - (span - 1) * span / 2 }
}
