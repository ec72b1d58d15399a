import Measures
import NeuronPreferences
import Statistics
import TerminalUI

extension ExplorerState {
  /// Shows a stage. Neuron, order and scrolling stay, so that nothing jumps.
  mutating func show(stage: Int) {
    guard run.stages.indices.contains(stage) else {
      message = .error(
        Wording.text(MeasureError.noSuchStage(String(stage + 1), count: run.stages.count)))
      return
    }
    shownStage = stage
    // Why a stage has nothing to show may take lines from its view.
    view.cursor(self).keepInSight(&self)
  }

  /// The last stage beside the latest one of the weights that it was trained from, or else the one before it.
  static func openingPair(_ stages: [Stage]) -> StagePair? {
    guard let last = stages.indices.last, last > 0 else { return nil }
    let origin = stages[..<last].lastIndex {
      stages[last].snapshot.origin.isTrained(from: $0.snapshot.origin)
    }
    return StagePair(from: origin ?? last - 1, to: last)
  }

  /// Compares two stages: sorting and lists follow to the new pair.
  mutating func compare(_ pair: StagePair) -> [Effect] {
    for stage in [pair.from, pair.to] where !run.stages.indices.contains(stage) {
      message = .error(
        Wording.text(MeasureError.noSuchStage(String(stage + 1), count: run.stages.count)))
      return []
    }
    self.pair = pair
    table.sort.measure = table.sort.measure.following(pair)
    if table.list != .all { table.filter = listFilter(table.list) }
    return need([ComparedPair(pair)]) + testIfQuick(ComparedPair(pair)) + rearrange()
  }

  /// Asks for a comparison to be held against chance, unless it has been or would take too long: against few
  /// relabellings first, which are soon there, and the pair that is looked at then against all.
  mutating func testIfQuick(_ compared: ComparedPair) -> [Effect] {
    guard permutations > 0, let comparison = comparisons[compared] else { return [] }
    let pair = compared.pair
    guard Comparison.canTest(pair, of: run.stages, entryLimit: entryLimit) else { return [] }
    if !comparison.isTested {
      let few = min(permutations, SequentialPermutations.firstLook)
      return testing.begin(compared) ? [.test(compared, permutations: few)] : []
    }
    guard pair == self.pair, comparison.permutations < permutations, refining.begin(compared) else {
      return []
    }
    return [.test(compared, permutations: permutations)]
  }

  /// Takes in a comparison. One that tells less than what is known already changes nothing.
  mutating func take(_ comparison: Comparison) -> [Effect] {
    let (pair, compared) = (comparison.pair, comparison.compared)
    let known = comparisons[compared]
    if comparison.isTested { testing.end(compared) } else { comparing.end(compared) }
    if comparison.permutations == permutations { refining.end(compared) }
    if let known, known.permutations >= comparison.permutations { return [] }
    comparisons[compared] = comparison
    forgetComparisons(after: compared)
    guard pair == self.pair else { return dependsOn(compared) ? rearrange() : [] }
    if table.list == .moved, compared.feature == .token { table.filter = listFilter(.moved) }
    if comparison.relation == .unrelated, known == nil {
      message = .error(
        "Stages \(pair.text(arrow: " and ")) come from unrelated models: neuron numbers need not agree")
    }
    return testIfQuick(compared) + (dependsOn(compared) ? rearrange() : [])
  }

  /// Whether order or filter of the table need a comparison.
  private func dependsOn(_ compared: ComparedPair) -> Bool {
    let shown = shownBases
    let isOfVerdicts =
      shown.contains { table.filter?.verdictPairs(by: $0).contains(compared.pair) ?? false }
      || table.sort.measure == .verdict(compared.pair)
    return table.sort.measure.compared == compared
      || shown.contains { table.filter?.compared(by: $0).contains(compared) ?? false }
      || (compared.feature == .token && isOfVerdicts)
  }

  /// Compares the pair so many further on.
  mutating func flipPair(_ steps: Int) -> [Effect] {
    let pairs = StagePairs(stages: run.stages.count)
    guard !pairs.isEmpty else {
      message = .error(Wording.text(MeasureError.oneStageOnly))
      return []
    }
    let place = pair.flatMap { pairs.firstIndex(of: $0) } ?? 0
    return compare(pairs[wrapped(place + steps, pairs.count)])
  }

  /// Asks for those of the pairs that have not been compared yet.
  mutating func need(_ pairs: [ComparedPair]) -> [Effect] {
    pairs.filter { comparisons[$0] == nil && comparing.begin($0) }.map { .compare($0) }
  }

  /// Asks for all of the pairs to be compared and tested, a few at a time, so that a pair that the user comes to look
  /// at waits for few others. To be called again when one of them is answered. O(pairs).
  mutating func needInTurn(_ pairs: some Sequence<StagePair>) -> [Effect] {
    var effects: [Effect] = []
    for compared in pairs.lazy.map({ ComparedPair($0) }) {
      if comparisons[compared] == nil {
        if comparing.pending.count < Self.pairsInTurn, comparisons.count < comparisonLimit {
          effects += need([compared])
        }
      } else if testing.pending.count < Self.pairsInTurn {
        effects += testIfQuick(compared)
      }
    }
    return effects
  }

  /// How many pairs are under way at once of those that are asked for in turn.
  private static let pairsInTurn = 4
}

extension Measure {
  /// The same statistic of another pair, for those that compare.
  func following(_ pair: StagePair) -> Measure {
    switch self {
    case .tokens: .tokens(pair)
    case .tagClass: .tagClass(pair)
    case .tag: .tag(pair)
    case .tagMoved: .tagMoved(pair)
    case .tokenChange: .tokenChange(pair)
    case .verdict: .verdict(pair)
    case .moved: .moved(pair)
    case .rate: .rate(pair)
    case .lengthChange: .lengthChange(pair)
    case .distance: .distance(pair)
    case .union: .union(pair)
    default: self
    }
  }
}
