import NeuronPreferences
import Statistics

/// How activation mass is spread over parts of speech, against how often they occur, at the stages that read
/// one text (TX-Ray, section 3.2).
public struct TagReport: Sendable, Encodable {
  /// The corpus.
  public let corpus: String
  /// Labels of the stages.
  public let stages: [String]
  /// The tags that occur, the most frequent first.
  public let tags: [Share]
  /// Distance of each stage's mass shares to the corpus shares: 0 where neurons fire alike at all tags.
  public let distances: [Estimate?]

  /// One tag.
  public struct Share: Sendable, Encodable {
    /// Its name.
    public let tag: String
    /// Share of the tagged tokens.
    public let corpus: Double
    /// Share of the activation mass at each stage.
    public let mass: [Double]
  }

  /// Measures the stages; nil unless all carry the same tags.
  init?(_ snapshots: [(label: String, snapshot: Snapshot)], method: ReportMethod) throws(SnapshotError) {
    guard let first = snapshots.first?.snapshot, let table = first.tags else { return nil }
    let names = table.names()
    var masses: [[Double]] = []
    var distances: [Estimate?] = []
    var occurring: [TagShares.Share] = []
    for (_, snapshot) in snapshots {
      guard let tags = snapshot.tags, tags.names() == names else { return nil }
      let blocks = try TagBlocks(tags)
      let shares = TagShares(tags, blocks).shares
      if masses.isEmpty {
        occurring = shares.filter { $0.corpus > 0 }
        guard !occurring.isEmpty else { return nil }
      }
      var mass = [Double](repeating: 0, count: names.count)
      var text = mass
      for share in shares { mass[share.tag] = share.mass }
      for share in occurring { text[share.tag] = share.corpus }
      masses.append(mass)
      distances.append(
        method.bootstrap.estimate(blocks: snapshot.blocks.count) { weights in
          // Under a policy with one winner a token, wins are how often a tag occurs in a block.
          let corpus = snapshot.policy.kind.hasOneWinner ? blocks.shares(of: .wins, weights: weights) : nil
          return blocks.shares(of: .mass, weights: weights).map { Self.hellinger($0, corpus ?? text) }
        })
    }
    corpus = first.origin.corpus
    stages = snapshots.map(\.label)
    self.distances = distances
    tags = occurring.map { share in
      Share(tag: share.name, corpus: share.corpus, mass: masses.map { $0[share.tag] })
    }
  }

  private static func hellinger(_ p: [Double], _ q: [Double]) -> Double {
    let squares = zip(p, q).reduce(0) { sum, pair in
      let difference = pair.0.squareRoot() - pair.1.squareRoot()
      return sum + difference * difference
    }
    return min(1, (squares / 2).squareRoot())
  }
}
