/// What a neuron's preferences are counted by.
public enum FeatureKind: String, Sendable, CaseIterable, Codable {
  /// Words of the vocabulary.
  case token
  /// Part-of-speech tags.
  case tag = "pos"

  /// Fewest wins on either side for a distance to be called evidence: 300 for tokens, 100 for tags.
  public var minimumSupport: Int {
    switch self {
    case .token: 300
    case .tag: 100
    }
  }

  /// Where its tensors' names start in a snapshot.
  var prefix: String {
    switch self {
    case .token: "token"
    case .tag: "tag"
    }
  }
}
