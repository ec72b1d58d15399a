import NeuronPreferences

/// One stage of a run: its label and its snapshot.
public struct Stage: Sendable {
  /// What it is called on the screen.
  public let label: String
  /// The snapshot, mapped into memory; rows are read as they are needed.
  public let snapshot: Snapshot

  /// Puts a label to a snapshot.
  public init(label: String, snapshot: Snapshot) {
    self.label = label
    self.snapshot = snapshot
  }

  /// Tokens won by the neuron in that row.
  package func wins(_ row: Int) -> Int { snapshot.tokens.wins[row] }

  /// The sum of its recorded activations.
  package func mass(_ row: Int) -> Double { snapshot.tokens.mass[row] }

  /// The mean of its recorded activations; nil where it won nothing.
  package func mean(_ row: Int) -> Double? { wins(row) > 0 ? mass(row) / Double(wins(row)) : nil }

  /// The tag that holds most of its mass, with its share; nil without tags or mass. O(tags of the row).
  package func strongestTag(_ row: Int) throws(SnapshotError) -> (name: String, share: Double)? {
    guard let tags = snapshot.tags else { return nil }
    let top = try snapshot.ranked(.tag, ofRow: row, by: .mass, limit: 1).top.first
    guard let top, let share = top.value, share > 0 else { return nil }
    return (tags.name(of: top.preference.feature), share)
  }

  /// Distinct tokens it prefers.
  package func length(_ row: Int) -> Int { snapshot.tokens.length[row] }
}
