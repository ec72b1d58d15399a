import Measures

/// Comparisons are kept, for they may take long, but not without end: playing a run of a thousand stages makes a thousand
/// of them, each with some numbers a neuron.
extension ExplorerState {
  /// The bytes that they may take unless something else is asked for.
  static let comparisonMemory = 512 << 20

  /// How many are kept; a few of any size, so that what is in sight and what came before it are there.
  var comparisonLimit: Int {
    max(8, comparisonMemory / max(1, run.neuronCount * Comparison.bytesPerNeuron))
  }

  /// Forgets the oldest ones beyond the limit, if nothing in sight needs them; they are computed again when they are
  /// wanted. O(comparisons kept).
  mutating func forgetComparisons(after latest: ComparedPair) {
    comparisonOrder.removeAll { $0 == latest }
    comparisonOrder.append(latest)
    guard comparisons.count > comparisonLimit else { return }
    let needed = comparisonsInUse.union([latest])
    for compared in comparisonOrder where comparisons.count > comparisonLimit && !needed.contains(compared) {
      comparisons[compared] = nil
      comparing.forget(compared)
      testing.forget(compared)
      refining.forget(compared)
    }
    comparisonOrder.removeAll { comparisons[$0] == nil }
  }

  /// Those that the screen, the order and the conditions rest on.
  private var comparisonsInUse: Set<ComparedPair> {
    var used = comparedInSight + (pair.map { [ComparedPair($0)] } ?? [])
    used += [table.sort.measure.compared].compactMap(\.self)
    used += shownBases.flatMap { table.filter?.comparedOrJudged(by: $0) ?? [] }
    return Set(used)
  }
}
