import NeuronPreferences

/// Finds neurons by the tokens they prefer most.
struct TokenMatcher: Sendable {
  /// How many of a neuron's tokens count, in each stage.
  static let depth = 12

  private let stages: [Stage]
  /// By stage, whether each token's name contains the text.
  private let hits: [[Bool]]

  /// Looks for tokens that contain `text`, in any case. O(length of the vocabularies), of those that a run's stages
  /// share once.
  init(text: String, stages: [Stage]) {
    self.stages = stages
    let wanted = Array(text.lowercased().utf8)
    var hits: [[Bool]] = []
    var previous: FeatureTable?
    for tokens in stages.map(\.snapshot.tokens) {
      if let last = hits.last, let previous, previous.hasSameNames(as: tokens) {
        hits.append(last)
      } else {
        hits.append(tokens.names().map { Self.contains($0.lowercased().utf8, wanted) })
      }
      previous = tokens
    }
    self.hits = hits
  }

  /// Whether a stage has such a token among the neuron's first ones. A damaged row has none.
  func matches(_ row: Int) -> Bool {
    zip(stages, hits).contains { stage, hits in
      guard let preferences = try? stage.snapshot.tokens.preferences(ofRow: row) else { return false }
      let found = preferences.filter { hits[$0.feature] }.map(\.sum).max()
      guard let found else { return false }
      return preferences.count { $0.sum > found } < Self.depth
    }
  }

  static func contains(_ text: some Collection<UInt8>, _ wanted: [UInt8]) -> Bool {
    guard !wanted.isEmpty else { return true }
    let text = Array(text)
    guard text.count >= wanted.count else { return false }
    return (0...(text.count - wanted.count)).contains { text[$0...].starts(with: wanted) }
  }
}
