import NeuronPreferences
import Sites

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
  /// The number of the reading whose stages they are.
  let reading: Int
  /// The activation mass of the token, or the Hellinger distance to the neuron, by row. A neuron that won the
  /// token in another stage only has 0.
  let scores: [Int: Double]
  /// The token's mass by stage and row; empty for other questions.
  private let masses: [[Int: Double]]
  /// The largest score.
  private let largest: Double

  /// Looks through all neurons: of a stage, or for a token of all stages. O(their entries).
  ///
  /// - Throws: `SnapshotError`.
  init(_ question: Question, stage: Int, of reading: Reading) throws {
    let stages = reading.stages
    self.question = question
    self.stage = stage
    self.reading = reading.number
    switch question {
    case .token(let name):
      masses = try stages.map { stage in
        let tokens = stage.snapshot.tokens
        return try Self.masses(of: tokens.features(named: name), in: tokens)
      }
      // Who lost the token should be found too.
      let elsewhere = masses.flatMap { $0.keys }.map { ($0, 0.0) }
      scores = masses[stage].merging(elsewhere) { mass, _ in mass }
      largest = masses.flatMap { $0.values }.max() ?? 0
    case .likeness(let row):
      masses = []
      scores = try Self.distances(from: row, in: stages[stage].snapshot.tokens)
      largest = scores.values.max() ?? 0
    }
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
    for other in 0..<tokens.neuronCount
    where other != row && tokens.wins[other] >= FeatureKind.token.minimumSupport {
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

  /// The mass of the token asked for in a stage; nil for a neuron that never won it.
  func mass(ofRow row: Int, stage: Int) -> Double? {
    guard scores[row] != nil, masses.indices.contains(stage) else { return nil }
    return masses[stage][row] ?? 0
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
    case .token(let name): "won \"\(name)\" in some stage, by its activation mass in \(stage)"
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
