extension ExplorerState {
  /// Writes the marked neurons with their evidence to a page for browsers, in the order of the snapshots.
  mutating func report(_ path: String, isReplacing: Bool) -> [Effect] {
    guard path.hasSuffix(".html") else {
      message = .error("\(path): a report is a page for browsers, name a file that ends in .html")
      return []
    }
    guard !marks.rows.isEmpty else {
      message = .info("Nothing is marked: Space marks a neuron, * all that the table shows")
      return []
    }
    let report = NeuronReport(
      rows: marks.rows.sorted(), ends: DetailStages.ends(self), policy: policyKind,
      facts: comparedFacts + [("opened by", link)], source: source)
    return [.report(report, OutputFile(path: path, command: "report", isReplacing: isReplacing))]
  }
}
