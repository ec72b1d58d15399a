import Measures
import NeuronPreferences

/// What plots show of a whole stage, computed once.
public struct StageSummary: Sendable {
  /// More points than this make no difference on any screen.
  static let pointLimit = 2000

  /// Masses above 0 by rank; thinned out where there are very many.
  let ranks: [RankedMass.Point]
  /// The tags, the most frequent first; nil without tags.
  let tags: [TagShares.Share]?

  /// Reads all neurons. O(neurons · log neurons + entries of tags).
  ///
  /// - Throws: `SnapshotError`.
  init(_ snapshot: Snapshot) throws(SnapshotError) {
    ranks = RankedMass(snapshot.tokens).points(.even(count: Self.pointLimit)).filter { $0.mass > 0 }
    tags = try snapshot.tags.map { (table) throws(SnapshotError) in try TagShares(table).shares }
  }
}

extension ExplorerState {
  /// Asks for the summaries of stages that have not been asked for.
  mutating func needSummaries(_ stages: [Int]) -> [Effect] {
    stages.filter { requestedSummaries.insert($0).inserted }.map { .summarise(stage: $0) }
  }
}
