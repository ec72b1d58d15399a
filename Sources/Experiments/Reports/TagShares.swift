import NeuronPreferences
import Statistics

/// How activation mass is spread over parts of speech, against how often they occur, at the stages that read
/// one text (TX-Ray, section 3.2).
public struct TagShares: Sendable, Encodable {
  /// The corpus.
  public let corpus: String
  /// Labels of the stages.
  public let stages: [String]
  /// The tags, the most frequent first.
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
    let frequency = table.frequency.values.map(Double.init)
    let total = frequency.reduce(0, +)
    guard total > 0 else { return nil }
    var masses: [[Double]] = []
    var distances: [Estimate?] = []
    for (_, snapshot) in snapshots {
      guard let tags = snapshot.tags, tags.names() == names else { return nil }
      let blocks = try TagBlocks(snapshot, tags)
      let ones = [Double](repeating: 1, count: snapshot.blocks.count)
      masses.append(blocks.shares(blocks.mass, ones) ?? [Double](repeating: 0, count: names.count))
      distances.append(
        method.bootstrap.estimate(blocks: snapshot.blocks.count) { weights in
          // Under a policy with one winner a token, wins are how often a tag occurs in a block.
          let corpus = snapshot.policy.hasOneWinner ? blocks.shares(blocks.wins, weights) : nil
          return blocks.shares(blocks.mass, weights).map {
            Self.hellinger($0, corpus ?? frequency.map { $0 / total })
          }
        })
    }
    corpus = first.origin.corpus
    stages = snapshots.map(\.label)
    self.distances = distances
    tags = names.indices.sorted { (frequency[$0], $1) > (frequency[$1], $0) }
      .filter { tag in frequency[tag] > 0 }
      .map { tag in Share(tag: names[tag], corpus: frequency[tag] / total, mass: masses.map { $0[tag] }) }
  }

  private static func hellinger(_ p: [Double], _ q: [Double]) -> Double {
    let squares = zip(p, q).reduce(0) { sum, pair in
      let difference = pair.0.squareRoot() - pair.1.squareRoot()
      return sum + difference * difference
    }
    return min(1, (squares / 2).squareRoot())
  }
}

/// Mass and wins of every tag in every document block, all neurons together.
private struct TagBlocks {
  let tagCount: Int
  let blockCount: Int
  /// `[blocks, tags]`.
  private(set) var mass: [Double]
  private(set) var wins: [Double]

  init(_ snapshot: Snapshot, _ table: FeatureTable) throws(SnapshotError) {
    tagCount = table.featureCount
    blockCount = snapshot.blocks.count
    mass = Array(repeating: 0, count: tagCount * blockCount)
    wins = mass
    for row in 0..<snapshot.neuronCount {
      for entry in try table.blockPreferences(ofRow: row) {
        mass[entry.block * tagCount + entry.feature] += entry.sum
        wins[entry.block * tagCount + entry.feature] += Double(entry.count)
      }
    }
  }

  /// The share of each tag in blocks drawn so often; a negative mass counts as none. Nil where all is 0.
  func shares(_ values: [Double], _ weights: [Double]) -> [Double]? {
    var sums = [Double](repeating: 0, count: tagCount)
    for block in 0..<blockCount where weights[block] > 0 {
      for tag in 0..<tagCount { sums[tag] += weights[block] * values[block * tagCount + tag] }
    }
    let total = sums.reduce(0) { $0 + max($1, 0) }
    return total > 0 ? sums.map { max($0, 0) / total } : nil
  }
}

extension CollectionPolicy {
  /// Whether every token has exactly one winner at each site.
  var hasOneWinner: Bool {
    switch self {
    case .max1, .absoluteMax1: true
    case .top, .quantile: false
    }
  }
}
