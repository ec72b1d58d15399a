import NeuronPreferences

extension ExplorerState {
  /// Writes the rows of the table as the file's ending says.
  mutating func export(_ path: String) -> [Effect] {
    guard let format = TableExport.Format(path: path) else {
      message = .error("\(path): name a file that ends in .tsv or .json; :save-display writes the screen")
      return []
    }
    return [
      .export(
        TableExport(path: path, format: format, rows: table.rows, run: run, pair: pair, source: source))
    ]
  }

  /// Copies the neuron's name with its most preferred tokens in the stage shown.
  mutating func copy() -> [Effect] {
    let name = run.sites.neuron(atRow: neuron).description
    let stage = run.stages[shownStage]
    let ranked = (try? stage.snapshot.ranked(ofRow: neuron, by: shareKind, limit: 20)) ?? .none
    let tokens = ranked.top.map { entry in
      stage.snapshot.tokens.name(of: entry.preference.feature)
        + (entry.value.map { " \(shareKind.text($0))" } ?? "")
    }
    let text = ([name, stage.label] + tokens).joined(separator: "\t")
    message = .info("\(name) and its tokens are copied, if the terminal allows it")
    return [.terminal(.copy(text))]
  }
}
