import NeuronPreferences

/// Neurons found by what they prefer, with a score each.
public struct Ranking: Sendable {
  /// What was asked.
  public enum Question: Hashable, Sendable {
    /// Which neurons prefer this token?
    case token(String)
    /// Which neurons prefer the same as the one in this row?
    case likeness(row: Int)
  }

  /// What was asked.
  let question: Question
  /// The stage whose preferences were looked at.
  let stage: Int
  /// The activation mass of the token, or the Hellinger distance to the neuron, by row.
  let scores: [Int: Double]
  /// The largest score.
  private let largest: Double

  /// Looks through all neurons of a stage. O(entries of the stage).
  ///
  /// - Throws: `SnapshotError`.
  init(_ question: Question, stage: Int, of stages: [Stage]) throws {
    self.question = question
    self.stage = stage
    let tokens = stages[stage].snapshot.tokens
    switch question {
    case .token(let name): scores = try Self.masses(of: tokens.features(named: name), in: tokens)
    case .likeness(let row): scores = try Self.distances(from: row, in: tokens)
    }
    largest = scores.values.max() ?? 0
  }

  /// What the token activated each neuron by, in all: a share would put first the neuron that won it once
  /// and nothing else.
  private static func masses(of features: [Int], in tokens: FeatureTable) throws -> [Int: Double] {
    guard !features.isEmpty else { return [:] }
    var scores: [Int: Double] = [:]
    for row in 0..<tokens.neuronCount {
      let mass = try tokens.preferences(ofRow: row).reduce(0) {
        $0 + (features.contains($1.feature) ? $1.sum : 0)
      }
      if mass > 0 { scores[row] = mass }
    }
    return scores
  }

  private static func distances(from row: Int, in tokens: FeatureTable) throws -> [Int: Double] {
    let own = try tokens.preferences(ofRow: row)
    var scores: [Int: Double] = [:]
    for other in 0..<tokens.neuronCount where other != row && tokens.wins[other] >= Verdict.support {
      let distance = HellingerDistance(own, try tokens.preferences(ofRow: other), metric: .paper)
      if let distance = distance.distance { scores[other] = distance }
    }
    return scores
  }

  /// A score as the table shows it, with the length of its bar, 0 to 1.
  func cell(_ score: Double) -> (number: String, bar: Double) {
    switch question {
    case .token:
      return (Figure.quantity(score), largest > 0 ? score / largest : 0)
    case .likeness: return (Figure.share(score), score)
    }
  }

  /// The heading of the column of scores.
  func title(_ sites: SiteList) -> String {
    switch question {
    case .token(let name): name
    case .likeness(let row): "to \(sites.neuron(atRow: row).index)"
    }
  }

  /// What the table shows then.
  func caption(_ sites: SiteList, _ stage: String) -> String {
    switch question {
    case .token(let name): "prefer \"\(name)\" in \(stage), by its activation mass"
    case .likeness(let row):
      "by the distance of their tokens from those of \(sites.neuron(atRow: row)) in \(stage)"
    }
  }

  /// Whether the largest score comes first.
  var isLargestFirst: Bool {
    if case .token = question { return true }
    return false
  }
}
