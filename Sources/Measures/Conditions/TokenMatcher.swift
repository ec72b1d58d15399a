import NeuronPreferences

/// Finds neurons by the tokens they prefer most.
package struct TokenMatcher: Sendable {
  /// How many of a neuron's tokens count, in each stage.
  static let depth = 12

  private let stages: [Stage]
  /// By stage, whether each token's name fits.
  private let hits: [[Bool]]

  /// Looks for tokens that fit a pattern. O(length of the vocabularies), of those that a run's stages share once.
  package init(_ pattern: TextPattern, stages: [Stage]) {
    self.stages = stages
    var hits: [[Bool]] = []
    var previous: FeatureTable?
    for tokens in stages.map(\.snapshot.tokens) {
      if let last = hits.last, let previous, previous.hasSameNames(as: tokens) {
        hits.append(last)
      } else {
        hits.append(tokens.names().map(pattern.matches))
      }
      previous = tokens
    }
    self.hits = hits
  }

  /// Whether a stage has such a token among the neuron's first ones. A damaged row has none.
  package func matches(_ row: Int) -> Bool {
    zip(stages, hits).contains { stage, hits in
      guard let preferences = try? stage.snapshot.tokens.preferences(ofRow: row) else { return false }
      let found = preferences.filter { hits[$0.feature] }.map(\.sum).max()
      guard let found else { return false }
      return preferences.count { $0.sum > found } < Self.depth
    }
  }
}
