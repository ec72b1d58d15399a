import Measures
import NeuronPreferences

/// What one neuron prefers over all stages of a run: its strongest tokens and tags, each with its share of the mass by stage.
public struct NeuronFilm: Sendable {
  /// A token or tag.
  struct Track: Sendable, Hashable {
    let name: String
    /// Its share of the neuron's mass, by stage; 0 where the neuron does not prefer it.
    let shares: [Double]
  }

  /// The neuron's row.
  let row: Int
  /// The number of the reading whose stages they are.
  let reading: Int
  /// Tokens won, or fired at, by stage.
  let wins: [Int]
  /// The tokens of the largest shares over all stages, the largest first.
  let tokens: [Track]
  /// The tags, likewise; empty where no stage has any.
  let tags: [Track]

  /// More than these no screen has room for.
  private static let trackLimit = 40

  /// Reads the neuron's row at every stage. O(entries of these rows), and O(length of the vocabulary) for each stage whose
  /// vocabulary is another one.
  ///
  /// - Throws: `SnapshotError` if a row is damaged.
  init(ofRow row: Int, in reading: Reading) throws(SnapshotError) {
    self.row = row
    self.reading = reading.number
    wins = reading.stages.map { $0.wins(row) }
    tokens = try Self.tracks(row, reading.stages.map(\.snapshot.tokens))
    tags = try Self.tracks(row, reading.stages.map(\.snapshot.tags))
  }

  private static func tracks(_ row: Int, _ tables: [FeatureTable?]) throws(SnapshotError) -> [Track] {
    guard let first = tables.compactMap(\.self).first else { return [] }
    // Features by the ids of the first table that has any; those it lacks get ids behind its own.
    var (ids, names): ([String: Int]?, [String]) = (nil, first.names())
    var sums: [Int: Double] = [:]
    var stages: [[Int: Double]] = []
    for table in tables {
      var shares: [Int: Double] = [:]
      if let table {
        let preferences = try table.preferences(ofRow: row)
        let mass = preferences.reduce(0) { $0 + max($1.sum, 0) }
        let isKnown = table.hasSameNames(as: first)
        for preference in preferences where mass > 0 && preference.sum > 0 {
          var id = preference.feature
          if !isKnown {
            let name = table.name(of: preference.feature)
            if ids == nil { ids = Dictionary(names.enumerated().map { ($1, $0) }) { first, _ in first } }
            if let known = ids?[name] {
              id = known
            } else {
              id = names.count
              ids?[name] = id
              names.append(name)
            }
          }
          shares[id, default: 0] += preference.sum / mass
          sums[id, default: 0] += preference.sum / mass
        }
      }
      stages.append(shares)
    }
    let strongest = sums.sorted { ($0.value, $1.key) > ($1.value, $0.key) }.prefix(trackLimit)
    return strongest.map { id, _ in Track(name: names[id], shares: stages.map { $0[id] ?? 0 }) }
  }
}
