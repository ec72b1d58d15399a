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
  func wins(_ row: Int) -> Int { snapshot.tokens.wins[row] }

  /// The sum of its recorded activations.
  func mass(_ row: Int) -> Double { snapshot.tokens.mass[row] }

  /// The mean of its recorded activations; nil where it won nothing.
  func mean(_ row: Int) -> Double? { wins(row) > 0 ? mass(row) / Double(wins(row)) : nil }

  /// Distinct tokens it prefers.
  func length(_ row: Int) -> Int { snapshot.tokens.length[row] }
}
