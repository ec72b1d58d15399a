import Measures
import NeuronPreferences
import Sites

extension ExplorerState {
  /// Takes up how the user looks at any run; what no longer fits this one is passed over.
  mutating func take(_ memory: ExplorerMemory) {
    columns = memory.columns.flatMap { try? ColumnChoice($0, in: measureContext) }
    shareKind = memory.shares
    isSideBySide = memory.isSideBySide
    for kind in Prompt.Kind.allCases { typedLines[kind] = memory.lines[kind.rawValue] }
  }

  /// Takes up where the user left this run; what no longer fits it is passed over.
  mutating func take(_ own: ExplorerMemory.RunMemory) {
    if let row = NeuronID(own.neuron).flatMap({ run.sites.row(of: $0) }) {
      neuron = row
      detailNeuron = row
      table.startsAtTop = false
    }
    if run.stages.indices.contains(own.stage - 1) { shownStage = own.stage - 1 }
    if let text = own.pair, let pair = try? StagePair(numbers: text, stages: run.stages.count) {
      self.pair = pair
    }
    let measure = try? Measure(name: own.sort, in: measureContext)
    if let measure, !measure.needsRanking { table.sort = Sort(measure, descending: own.isDescending) }
    if let view = ViewDescription.all.first(where: { $0.name == own.view }), view.isRemembered {
      self.view = view
    }
  }

  /// What is to be remembered: what `memory` holds of other runs, and this one as it stands.
  func remembered(in memory: ExplorerMemory) -> ExplorerMemory {
    var memory = memory
    memory.columns = columns?.names
    memory.shares = shareKind
    memory.isSideBySide = isSideBySide
    for (kind, lines) in typedLines { memory.lines[kind.rawValue] = lines.suffix(ExplorerMemory.limit) }
    guard run.neuronCount > 0 else { return memory }
    let sort = table.sort.measure.needsRanking ? openingSort : table.sort
    memory.remember(
      ExplorerMemory.RunMemory(
        neuron: run.sites.neuron(atRow: neuron).description, stage: shownStage + 1,
        pair: pair?.text(arrow: "-"), view: view.name, sort: sort.measure.name,
        isDescending: sort.isDescending), of: run.key)
    return memory
  }
}
