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
  /// Tokens won, or fired at, by stage.
  let wins: [Int]
  /// The tokens of the largest shares over all stages, the largest first.
  let tokens: [Track]
  /// The tags, likewise; empty where no stage has any.
  let tags: [Track]

  /// More than these no screen has room for.
  private static let trackLimit = 40

  /// Reads the neuron's row at every stage. O(entries of these rows), and O(length of the first vocabulary) once where the
  /// neuron prefers anything that has another id there.
  ///
  /// - Throws: `SnapshotError` if a row is damaged.
  init(ofRow row: Int, in stages: [Stage]) throws(SnapshotError) {
    self.row = row
    wins = stages.map { $0.wins(row) }
    tokens = try Self.tracks(row, stages.map(\.snapshot.tokens))
    tags = try Self.tracks(row, stages.map(\.snapshot.tags))
  }

  private static func tracks(_ row: Int, _ tables: [FeatureTable?]) throws(SnapshotError) -> [Track] {
    guard let first = tables.compactMap(\.self).first else { return [] }
    var ids = FeatureIDs(first)
    var sums: [Int: Double] = [:]
    var stages: [[Int: Double]] = []
    for table in tables {
      var shares: [Int: Double] = [:]
      if let table {
        let preferences = try table.preferences(ofRow: row)
        let mass = preferences.reduce(0) { $0 + max($1.sum, 0) }
        for preference in preferences where mass > 0 && preference.sum > 0 {
          let id = ids.id(of: preference.feature, in: table)
          shares[id, default: 0] += preference.sum / mass
          sums[id, default: 0] += preference.sum / mass
        }
      }
      stages.append(shares)
    }
    let strongest = sums.sorted { ($0.value, $1.key) > ($1.value, $0.key) }.prefix(trackLimit)
    return strongest.map { id, _ in
      Track(name: ids.name(of: id), shares: stages.map { $0[id] ?? 0 })
    }
  }

  /// Features of several tables by the ids of the first one; those it lacks get ids behind its own.
  private struct FeatureIDs {
    private let first: FeatureTable
    /// The ids by name; empty until a feature has another id in its table.
    private var ids: [String: Int] = [:]
    /// The names that the first table lacks.
    private var added: [String] = []

    init(_ first: FeatureTable) { self.first = first }

    /// O(length of the name); the first time that an id differs, O(length of the first table's text).
    mutating func id(of feature: Int, in table: FeatureTable) -> Int {
      if table.hasSameName(of: feature, in: first) { return feature }
      if ids.isEmpty { ids = Dictionary(first.names().enumerated().map { ($1, $0) }) { first, _ in first } }
      let name = table.name(of: feature)
      if let id = ids[name] { return id }
      let id = first.featureCount + added.count
      added.append(name)
      ids[name] = id
      return id
    }

    func name(of id: Int) -> String {
      id < first.featureCount ? first.name(of: id) : added[id - first.featureCount]
    }
  }
}
