import NeuronPreferences
import Statistics
import TerminalUI

extension ExplorerState {
  /// Shows a stage. Neuron, order and scrolling stay, so that nothing jumps.
  mutating func show(stage: Int) {
    guard run.stages.indices.contains(stage) else {
      message = .error(
        Wording.text(CommandError.noSuchStage(String(stage + 1), count: run.stages.count)))
      return
    }
    shownStage = stage
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
        Wording.text(CommandError.noSuchStage(String(stage + 1), count: run.stages.count)))
      return []
    }
    self.pair = pair
    table.sort.measure = table.sort.measure.following(pair)
    if table.list != .all { table.filter = listFilter(table.list) }
    return need([pair]) + testIfQuick(pair) + rearrange()
  }

  /// Asks for a comparison to be held against chance, unless it has been or would take too long: against few
  /// relabellings first, which are soon there, and the pair that is looked at then against all.
  mutating func testIfQuick(_ pair: StagePair) -> [Effect] {
    guard permutations > 0, let comparison = comparisons[pair] else { return [] }
    let entries = [pair.from, pair.to].reduce(0) { $0 + run.stages[$1].snapshot.tokens.entryCount }
    guard entries <= Comparison.entryLimit else { return [] }
    if !comparison.isTested {
      let few = min(permutations, SequentialPermutations.firstLook)
      return testing.begin(pair) ? [.test(pair, permutations: few)] : []
    }
    guard pair == self.pair, comparison.permutations < permutations, refining.begin(pair) else { return [] }
    return [.test(pair, permutations: permutations)]
  }

  /// Takes in a comparison. One that tells less than what is known already changes nothing.
  mutating func take(_ comparison: Comparison) -> [Effect] {
    let (pair, known) = (comparison.pair, comparisons[comparison.pair])
    if comparison.isTested { testing.end(pair) } else { comparing.end(pair) }
    if comparison.permutations == permutations { refining.end(pair) }
    if let known, known.permutations >= comparison.permutations { return [] }
    comparisons[pair] = comparison
    guard pair == self.pair else { return dependsOn(pair) ? rearrange() : [] }
    if table.list == .moved { table.filter = listFilter(.moved) }
    if comparison.relation == .unrelated, known == nil {
      message = .error(
        "Stages \(pair.text(arrow: " and ")) come from unrelated models: neuron numbers need not agree")
    }
    return testIfQuick(pair) + (dependsOn(pair) ? rearrange() : [])
  }

  /// Whether order or filter of the table need a comparison.
  private func dependsOn(_ pair: StagePair) -> Bool {
    table.sort.measure.pair == pair
      || table.filter?.pairs.contains(pair) ?? false
      || (table.filter?.usesVerdict(of: pair) ?? false)
  }

  /// Compares the pair so many further on.
  mutating func flipPair(_ steps: Int) -> [Effect] {
    let pairs = StagePairs(stages: run.stages.count)
    guard !pairs.isEmpty else {
      message = .error(Wording.text(CommandError.oneStageOnly))
      return []
    }
    let place = pair.flatMap { pairs.firstIndex(of: $0) } ?? 0
    return compare(pairs[wrapped(place + steps, pairs.count)])
  }

  /// Asks for those of the pairs that have not been compared yet.
  mutating func need(_ pairs: [StagePair]) -> [Effect] {
    pairs.filter { comparisons[$0] == nil && comparing.begin($0) }.map { .compare($0) }
  }

  /// Asks for all of the pairs to be compared and tested, a few at a time, so that a pair that the user comes to look
  /// at waits for few others. To be called again when one of them is answered. O(pairs).
  mutating func needInTurn(_ pairs: some Sequence<StagePair>) -> [Effect] {
    var effects: [Effect] = []
    for pair in pairs {
      if comparisons[pair] == nil {
        if comparing.pending.count < Self.pairsInTurn { effects += need([pair]) }
      } else if testing.pending.count < Self.pairsInTurn {
        effects += testIfQuick(pair)
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
