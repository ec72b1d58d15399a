import Measures
import NeuronPreferences

/// What one neuron prefers at the two stages compared, to be read and written in the background: its tags, then its
/// tokens, those of the largest share at either stage first.
public struct PreferenceExport: Sendable {
  /// The neuron's row.
  let row: Int
  /// The two ends of the pair; one stage twice in a run of one.
  let stages: [(number: Int, stage: Stage)]
  let facts: [(name: String, value: String)]
  /// At most so many rows.
  let limit: Int

  /// Reads the neuron. O(entries of its rows · log entries).
  ///
  /// - Throws: `SnapshotError` if a row is damaged.
  func table() throws(SnapshotError) -> ExportedTable {
    let numbers = stages.map { "@\($0.number)" }
    let columns =
      [("feature", false), ("name", false)]
      + numbers.flatMap { [("share\($0)", true), ("count\($0)", true)] }
    var rows = try cells(.token)
    if stages.allSatisfy({ $0.stage.snapshot.tags != nil }) { rows = try cells(.tag) + rows }
    return ExportedTable(
      facts: facts,
      columns: columns.map { ExportedTable.Column(name: $0.0, title: $0.0, isNumber: $0.1) },
      rows: Array(rows.prefix(limit)))
  }

  private func cells(_ feature: FeatureKind) throws(SnapshotError) -> [[ExportedTable.Cell]] {
    guard let before = stages.first?.stage.snapshot, let after = stages.last?.stage.snapshot else {
      return []
    }
    let all = try PreferenceChange.all(feature, row: row, from: before, to: after)
    let sorted = all.sorted { left, right in
      let (l, r) = (max(left.before, left.after), max(right.before, right.after))
      return l != r ? l > r : left.name < right.name
    }
    return sorted.map { change in
      let sides = [(change.before, change.countBefore), (change.after, change.countAfter)]
      return [.text(feature.rawValue), .text(change.name)]
        + sides.suffix(stages.count).flatMap { share, count in
          [
            .number(share, Figure.percent), .number(Double(count)) { Figure.count(Int($0)) },
          ]
        }
    }
  }
}
