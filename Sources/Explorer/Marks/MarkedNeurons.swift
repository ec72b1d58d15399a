/// Marks and notes, by row.
public struct MarkedNeurons: Hashable, Sendable {
  /// Rows of marked neurons.
  public var rows: Set<Int> = []
  /// Notes by row, the oldest first.
  public var notes: [Int: [String]] = [:]

  /// Applies a change.
  mutating func apply(_ change: MarkChange) {
    switch change.kind {
    case .mark: rows.insert(change.row)
    case .unmark: rows.remove(change.row)
    case .note(let text): notes[change.row, default: []].append(text)
    }
  }
}
