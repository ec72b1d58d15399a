import NeuronPreferences

/// What plots of a whole stage show, computed once.
public struct RunSummary: Sendable {
  /// The stages, in order.
  let stages: [StageSummary]

  /// Reads all neurons of all stages. O(neurons · log neurons + entries of tags).
  ///
  /// - Throws: `SnapshotError`.
  init(_ stages: [Stage]) throws {
    self.stages = try stages.map { try StageSummary($0.snapshot) }
  }
}

/// What plots show of one stage.
struct StageSummary: Sendable {
  /// More points than this make no difference on any screen.
  static let pointLimit = 2000

  /// Masses above 0 by rank; thinned out where there are very many.
  let ranks: [RankedMass.Point]
  /// The tags, the most frequent first; nil without tags.
  let tags: [TagShares.Share]?

  init(_ snapshot: Snapshot) throws(SnapshotError) {
    ranks = RankedMass(snapshot.tokens).points(.even(count: Self.pointLimit)).filter { $0.mass > 0 }
    tags = try snapshot.tags.map { (table) throws(SnapshotError) in try TagShares(table).shares }
  }
}
