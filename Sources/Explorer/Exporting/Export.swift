import Files
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
  let file: OutputFile
  let format: ExportFormat
  let content: Content

  /// The table.
  ///
  /// - Throws: `SnapshotError` if a row of what is read whole is damaged; others throw as they are written.
  func table() throws(SnapshotError) -> ExportedTable {
    switch content {
    case .neurons(let neurons): neurons.table
    case .preferences(let preferences): try preferences.table()
    case .table(let table): table
    }
  }

  /// Writes the file, a row at a time, and says what came of it.
  func write(describe: (any Error) -> String) -> EffectResult {
    file.write(describe: describe) { sink in
      let table = try table()
      try table.write(as: format) { try sink.write($0) }
      return "\(Figure.counted(table.rowCount, "row")) written to \(file.path)"
    }
  }
}
