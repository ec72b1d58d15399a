import NeuronPreferences
import Sites

/// Neurons found by what they prefer, with a score each.
public struct Ranking: Sendable {
  /// What was asked.
  public enum Question: Hashable, Sendable {
    /// Which neurons prefer this token? Several with `|` between them count as one, and so does what fits a pattern
    /// with `*`.
    case token(String)
    /// Which neurons prefer the same as the one in this row did in that stage?
    case likeness(row: Int, stage: Int)
  }

  /// What was asked.
  package let question: Question
  /// The stage whose preferences were looked at.
  package let stage: Int
  /// The number of the reading whose stages they are.
  package let reading: Int
  /// The activation mass of the token, or the cosine of the masses with the neuron's, by row. A neuron that won the
  /// token in another stage only has 0.
  package let scores: [Int: Double]
  /// The token's mass by stage and row; empty for other questions.
  private let masses: [[Int: Double]]
  /// The largest score.
  package let largest: Double

  /// Looks through all neurons: of a stage, or for a token of all stages. O(their entries).
  ///
  /// - Throws: `SnapshotError`.
  package init(_ question: Question, stage: Int, of stages: [Stage], reading: Int) throws {
    self.question = question
    self.stage = stage
    self.reading = reading
    switch question {
    case .token(let name):
      masses = try stages.map { stage in
        let tokens = stage.snapshot.tokens
        return try Self.masses(of: Self.features(name, tokens), in: tokens)
      }
      // Who lost the token should be found too.
      let elsewhere = masses.flatMap { $0.keys }.map { ($0, 0.0) }
      scores = masses[stage].merging(elsewhere) { mass, _ in mass }
      largest = masses.flatMap { $0.values }.max() ?? 0
    case .likeness(let row, let other):
      masses = []
      scores = try MassCosines(of: row, in: stages[other].snapshot.tokens, to: stages[stage].snapshot.tokens)
        .byRow(leavingOut: other == stage ? row : nil)
      largest = scores.values.max() ?? 0
    }
  }

  /// The tokens that are meant: those of just this name, or of one of several names and patterns. O(length of the
  /// vocabulary).
  private static func features(_ text: String, _ tokens: FeatureTable) -> Set<Int> {
    let exact = tokens.features(named: text)
    guard exact.isEmpty else { return Set(exact) }
    let names = text.split(separator: "|").map(String.init)
    let patterns = names.filter { $0.contains("*") }.map { TextPattern($0, isWhole: true) }
    let plain = Set(names)
    return Set(
      tokens.names().enumerated().filter { _, name in
        plain.contains(name) || patterns.contains { $0.matches(name) }
      }.map(\.offset))
  }

  /// What the token activated each neuron by, in all: a share would put first the neuron that won it once
  /// and nothing else.
  private static func masses(of features: Set<Int>, in tokens: FeatureTable) throws -> [Int: Double] {
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

  /// The mass of the token asked for in a stage; nil for a neuron that never won it.
  package func mass(ofRow row: Int, stage: Int) -> Double? {
    guard scores[row] != nil, masses.indices.contains(stage) else { return nil }
    return masses[stage][row] ?? 0
  }

  /// How much more mass the token has in the second of two stages; nil for a neuron that never won it.
  package func change(ofRow row: Int, _ pair: StagePair) -> Double? {
    guard let before = mass(ofRow: row, stage: pair.from), let after = mass(ofRow: row, stage: pair.to) else {
      return nil
    }
    return after - before
  }
}
