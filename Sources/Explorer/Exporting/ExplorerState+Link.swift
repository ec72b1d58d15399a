import Files
import Measures

extension ExplorerState {
  /// The command line that opens what is seen: `txray explore RUN --pair 1-5 --neuron lstm.0:123`.
  var link: String {
    var words = ["txray", "explore"] + run.opened
    func add(_ option: String, _ value: String) { words += ["--\(option)", value] }
    if !run.policies.isEmpty, policyKind.name != run.policies[0].kind { add("policy", policyKind.name) }
    if let pair { add("pair", pair.text(arrow: "-")) }
    if shownStage != run.stages.count - 1 { add("stage", "\(shownStage + 1)") }
    if table.list == .ranked, case .token(let name)? = ranking?.question {
      add("token", name)
    } else if table.list != .ranked, let filter = table.filter {
      add("where", filter.text)
    }
    if !table.sort.measure.needsRanking, table.sort != openingSort {
      add("sort", "\(table.sort.measure.name):\(table.sort.isDescending ? "desc" : "asc")")
    }
    if run.neuronCount > 0 { add("neuron", run.sites.neuron(atRow: neuron).description) }
    if view != .table { add("view", view.name) }
    if detailPage != .preferences { add("view", detailPage.rawValue) }
    if isZoomed { words.append("--zoom") }
    return words.map(\.shellWord).joined(separator: " ")
  }

  /// Shows the link and copies it.
  mutating func showLink() -> [Effect] {
    message = .info(link)
    return [.terminal(.copy(link))]
  }
}
