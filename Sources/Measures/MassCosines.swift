import NeuronPreferences

/// How alike the activation masses of one neuron and all others are: the cosine of the angle between them as vectors over
/// tokens, 1 where they are in proportion and 0 where they share no token. Unlike a distance of distributions it does not
/// put every neuron that rarely wins far away.
struct MassCosines {
  /// The neuron's mass by the other stage's token ids.
  private let own: [Int: Double]
  private let length: Double
  private let others: FeatureTable

  /// Reads a neuron of one stage, to be held against those of another or of the same. Tokens are matched by their names.
  ///
  /// O(entries of the row), and O(vocabulary) where the vocabularies differ.
  ///
  /// - Throws: `SnapshotError` if the row is damaged.
  init(of row: Int, in tokens: FeatureTable, to others: FeatureTable) throws(SnapshotError) {
    let preferences = try tokens.preferences(ofRow: row)
    var own: [Int: Double] = [:]
    if tokens.hasSameNames(as: others) {
      for preference in preferences { own[preference.feature, default: 0] += preference.sum }
    } else {
      let ids = Dictionary(others.names().enumerated().map { ($1, $0) }) { first, _ in first }
      for preference in preferences {
        guard let id = ids[tokens.name(of: preference.feature)] else { continue }
        own[id, default: 0] += preference.sum
      }
    }
    self.own = own
    self.others = others
    length = Self.length(preferences)
  }

  /// The cosines of all neurons with enough wins, by row. O(entries of all).
  ///
  /// - Throws: `SnapshotError` if a row is damaged.
  func byRow(leavingOut row: Int?) throws(SnapshotError) -> [Int: Double] {
    var cosines: [Int: Double] = [:]
    for other in 0..<others.neuronCount
    where other != row && others.wins[other] >= FeatureKind.token.minimumSupport {
      let preferences = try others.preferences(ofRow: other)
      let (product, size) = (
        preferences.reduce(0) { $0 + $1.sum * (own[$1.feature] ?? 0) }, Self.length(preferences)
      )
      if length > 0, size > 0 { cosines[other] = product / (length * size) }
    }
    return cosines
  }

  private static func length(_ preferences: [Preference]) -> Double {
    preferences.reduce(0) { $0 + $1.sum * $1.sum }.squareRoot()
  }
}
