/// A feature that a neuron lost or gained between two stages: how its share of the neuron's activation mass changed.
public struct PreferenceChange: Hashable, Sendable {
  /// The feature's name.
  public let name: String
  /// Its share of the mass before; 0 where it was not recorded.
  public let before: Double
  /// Its share after.
  public let after: Double
  /// How often it was recorded before.
  public let countBefore: Int
  /// How often it was recorded after.
  public let countAfter: Int

  /// How much of the neuron's preference went there; below 0, how much was taken from there.
  public var change: Double { after - before }

  /// The features of the neuron in a row whose shares changed between two snapshots: those lost and those gained, each
  /// the largest change first, equal ones by name. Features are matched by their names.
  ///
  /// O(entries of both rows · log entries). A side that recorded nothing has shares of 0.
  ///
  /// - Throws: ``SnapshotError`` if a row is damaged, ``SnapshotError/noTags(path:)``.
  public static func lostAndGained(
    _ feature: FeatureKind, row: Int, from a: Snapshot, to b: Snapshot
  ) throws(SnapshotError) -> (lost: [PreferenceChange], gained: [PreferenceChange]) {
    let changes = try all(feature, row: row, from: a, to: b)
    return (
      changes.filter { $0.change < 0 }.sorted { ($0.change, $0.name) < ($1.change, $1.name) },
      changes.filter { $0.change > 0 }.sorted { ($1.change, $0.name) < ($0.change, $1.name) }
    )
  }

  /// All features of the neuron at either stage, in no order. O(entries of both rows).
  ///
  /// - Throws: ``SnapshotError`` if a row is damaged, ``SnapshotError/noTags(path:)``.
  public static func all(
    _ feature: FeatureKind, row: Int, from a: Snapshot, to b: Snapshot
  ) throws(SnapshotError) -> [PreferenceChange] {
    let (before, after) = (try named(feature, row, a), try named(feature, row, b))
    return Set(before.keys).union(after.keys).map { name in
      PreferenceChange(
        name: name, before: before[name]?.share ?? 0, after: after[name]?.share ?? 0,
        countBefore: before[name]?.count ?? 0, countAfter: after[name]?.count ?? 0)
    }
  }

  private static func named(
    _ feature: FeatureKind, _ row: Int, _ snapshot: Snapshot
  ) throws(SnapshotError) -> [String: (share: Double, count: Int)] {
    let table = try snapshot.requiredTable(feature)
    let preferences = try table.preferences(ofRow: row)
    let mass = preferences.reduce(0) { $0 + max($1.sum, 0) }
    var named: [String: (share: Double, count: Int)] = [:]
    for preference in preferences {
      let name = table.name(of: preference.feature)
      let known = named[name] ?? (0, 0)
      named[name] = (
        known.share + (mass > 0 ? max(preference.sum, 0) / mass : 0), known.count + preference.count
      )
    }
    return named
  }
}
