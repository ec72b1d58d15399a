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
  /// One tag's shares.
  struct TagShare: Sendable {
    var name: String
    /// Share of the text.
    var corpus: Double
    /// Share of the activation mass of all neurons.
    var mass: Double
  }

  /// More points than this make no difference on any screen.
  static let pointLimit = 2000

  /// Masses above 0 with their rank, from 1, the largest first; thinned out where there are very many.
  let ranks: [(rank: Int, mass: Double)]
  /// The tags, the most frequent first; nil without tags.
  let tags: [TagShare]?

  init(_ snapshot: Snapshot) throws(SnapshotError) {
    let masses = snapshot.tokens.mass.filter { $0 > 0 }.sorted(by: >)
    let step = max(1, masses.count / Self.pointLimit)
    ranks = stride(from: 0, to: masses.count, by: step).map { ($0 + 1, masses[$0]) }
    tags = try snapshot.tags.map { (table) throws(SnapshotError) in try Self.tags(table) }
  }

  private static func tags(_ table: FeatureTable) throws(SnapshotError) -> [TagShare] {
    var masses = [Double](repeating: 0, count: table.featureCount)
    for row in 0..<table.neuronCount {
      for preference in try table.preferences(ofRow: row) { masses[preference.feature] += preference.sum }
    }
    let tokens = Double((0..<table.featureCount).reduce(0) { $0 + table.frequency[$1] })
    let mass = masses.reduce(0, +)
    return (0..<table.featureCount).map { tag in
      TagShare(
        name: table.name(of: tag), corpus: tokens > 0 ? Double(table.frequency[tag]) / tokens : 0,
        mass: mass > 0 ? masses[tag] / mass : 0)
    }.sorted { ($1.corpus, $0.name) < ($0.corpus, $1.name) }
  }
}
