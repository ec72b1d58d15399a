import NeuronPreferences

/// A table on its way to a file.
public struct Export: Sendable {
  /// What is written.
  enum Content: Sendable {
    /// Neurons, which are read when they are written.
    case neurons(NeuronExport)
    /// What a neuron prefers, likewise.
    case preferences(PreferenceExport)
    /// What a view has computed already.
    case table(ExportedTable)
  }

  /// The file.
  let path: String
  let format: ExportFormat
  /// Whether a file that is there is written over.
  let isReplacing: Bool
  let content: Content

  /// The table.
  ///
  /// - Throws: `SnapshotError` if a row is damaged.
  func table() throws(SnapshotError) -> ExportedTable {
    switch content {
    case .neurons(let neurons): try neurons.table()
    case .preferences(let preferences): try preferences.table()
    case .table(let table): table
    }
  }
}
