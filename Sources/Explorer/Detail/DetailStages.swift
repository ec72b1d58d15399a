import Measures

/// Which stages the detail shows beside each other.
enum DetailStages {
  /// The narrowest useful column of a stage.
  static let columnWidth = 19
  /// The narrowest columns of two stages that are compared.
  private static let narrowWidth = 10

  /// The stages compared; of a run of one stage, that one.
  static func ends(_ state: ExplorerState) -> [Int] {
    state.pair.map { [$0.from, $0.to] } ?? [state.shownStage]
  }

  /// The stages that have a column, in their order: both that are compared, then the shown one and those next to them
  /// as far as they fit. O(stages that fit).
  static func inSight(_ state: ExplorerState, width: Int) -> [Int] {
    guard state.isSideBySide else { return [state.shownStage] }
    let ends = ends(state)
    let count = state.run.stages.count
    let least = width >= 2 * narrowWidth + 2 ? ends.count : 1
    let fitting = min(count, max(least, (width + 2) / (columnWidth + 2)))
    guard fitting >= ends.count else { return [state.shownStage] }
    var stages = ends
    if fitting > stages.count, !stages.contains(state.shownStage) { stages.append(state.shownStage) }
    // Ever further from both ends, until there are enough.
    var distance = 1
    while stages.count < fitting {
      let around = ends.flatMap { [$0 - distance, $0 + distance] }.sorted()
      for stage in around where (0..<count).contains(stage) && stages.count < fitting {
        if !stages.contains(stage) { stages.append(stage) }
      }
      distance += 1
    }
    return stages.sorted()
  }

  /// What a stage's column compares it with: the pair compared at its second end, elsewhere the stage before.
  static func pair(_ state: ExplorerState, of stage: Int) -> StagePair? {
    if let pair = state.pair, pair.to == stage { return pair }
    return stage > 0 ? StagePair(from: stage - 1, to: stage) : nil
  }

  /// The comparisons that the columns in sight tell of.
  static func pairsInSight(_ state: ExplorerState) -> [StagePair] {
    let region = state.layout.detail
    guard !region.isEmpty else { return [] }
    return inSight(state, width: region.width).compactMap { pair(state, of: $0) }
  }
}
