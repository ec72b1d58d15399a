import Measures
import NeuronPreferences

extension ExplorerState {
  /// Writes what the view shows, as the file's ending says: "FILE", or "FILE ROWS" for its first rows.
  mutating func export(_ text: String, isReplacing: Bool) -> [Effect] {
    var (path, limit) = (text, Int.max)
    let words = text.split(separator: " ")
    if words.count == 2, let rows = Int(words[1]), rows > 0 { (path, limit) = (String(words[0]), rows) }
    guard let format = ExportFormat(path: path) else {
      message = .error(
        "\(path): name a file that ends in \(ExportFormat.endings); :save-display writes the screen")
      return []
    }
    guard let content = isZoomed ? preferences(limit) : view.exported(self, limit) else {
      message = .error("The \(view.name) view is no table; :save-display writes it as text")
      return []
    }
    let file = OutputFile(path: path, command: "export", isReplacing: isReplacing)
    return [.export(Export(file: file, format: format, content: content))]
  }

  /// The neurons of the table, the first of them, with these columns.
  func exported(_ measures: [Measure], limit: Int) -> Export.Content {
    let measures = measures.filter { $0 != .neuron && $0 != .marked }
    return .neurons(
      NeuronExport(
        rows: Array(table.rows.prefix(limit)), measures: measures,
        titles: measures.map { NeuronTable.title(of: $0, self, arrow: "→") }, facts: exportFacts(limit),
        source: source))
  }

  /// What the detail on the whole screen shows.
  private func preferences(_ limit: Int) -> Export.Content {
    let ends = DetailStages.ends(self)
    return .preferences(
      PreferenceExport(
        row: neuron, stages: ends.map { ($0 + 1, run.stages[$0]) },
        facts: [("neuron", run.sites.neuron(atRow: neuron).description)] + exportFacts(limit), limit: limit))
  }

  /// What a file says of what is compared.
  var comparedFacts: [(name: String, value: String)] {
    var facts = [("run", run.name)]
    facts += run.stages.enumerated().map { ("stage \($0 + 1)", $1.label) }
    facts.append(("policy", "\(run.stages[0].snapshot.policy)"))
    if let pair {
      facts.append(("pair", pair.text(arrow: "-")))
      facts.append(("moved", movedMeaning(comparison(pair))))
    }
    return facts
  }

  /// What a file says of where its table comes from.
  func exportFacts(_ limit: Int) -> [(name: String, value: String)] {
    var facts = comparedFacts
    facts.insert(("view", view.name), at: 1)
    let order = table.sort.isDescending ? "largest first" : "smallest first"
    facts.append(("sorted by", "\(table.sort.measure.name), \(order)"))
    if let filter = table.filter { facts.append(("where", filter.text)) }
    let count = Figure.counted(table.rows.count, "neuron")
    facts.append(("rows", limit < table.rows.count ? "the first \(limit) of \(count)" : count))
    facts.append(("opened by", link))
    return facts
  }

  private func movedMeaning(_ comparison: Comparison?) -> String {
    guard let comparison, comparison.isTested else {
      return "Hellinger distance of the paper's shares, chance included"
    }
    return "share of what chance would leave in common that is gone, at \(FeatureKind.token.minimumSupport) "
      + "\(policyKind.events), up to \(Figure.grouped(comparison.permutations)) relabellings of document blocks"
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
