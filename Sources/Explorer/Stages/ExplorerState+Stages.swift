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

  /// Asks for a comparison to be held against chance, unless it has been or would take too long.
  func testIfQuick(_ pair: StagePair) -> [Effect] {
    guard let comparison = comparisons[pair], !comparison.isTested else { return [] }
    let entries = [pair.from, pair.to].reduce(0) { $0 + run.stages[$1].snapshot.tokens.entryCount }
    return entries <= Comparison.entryLimit ? test(pair) : []
  }

  /// Asks for a comparison to be held against chance.
  func test(_ pair: StagePair) -> [Effect] { [.test(pair, permutations: permutations)] }

  /// Compares the pair so many further on.
  mutating func flipPair(_ steps: Int) -> [Effect] {
    let pairs = StagePair.all(stages: run.stages.count)
    guard !pairs.isEmpty else {
      message = .error(Wording.text(CommandError.oneStageOnly))
      return []
    }
    let place = pair.flatMap { pairs.firstIndex(of: $0) } ?? 0
    return compare(pairs[wrapped(place + steps, pairs.count)])
  }

  /// Asks for those of the pairs that have not been compared yet.
  mutating func need(_ pairs: [StagePair]) -> [Effect] {
    let new = pairs.filter { comparisons[$0] == nil && requestedComparisons.insert($0).inserted }
    return new.map { .compare($0) }
  }
}

extension Measure {
  /// The same statistic of another pair, for those that compare.
  func following(_ pair: StagePair) -> Measure {
    switch self {
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
