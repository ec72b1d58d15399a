import Measures

/// The place of a neuron by activation mass.
struct MassRank: Sendable {
  /// The neuron's row.
  let neuron: Int
  let stage: Int
  /// From 1; nil without mass.
  let rank: Int?
}

extension ExplorerState {
  /// Finds the rank of the selected neuron in the stage shown, once. O(neurons) where either is another than before.
  mutating func findMassRank() {
    guard run.neuronCount > 0, massRank?.neuron != neuron || massRank?.stage != shownStage else { return }
    let mass = run.stages[shownStage].snapshot.tokens.mass
    let own = mass[neuron]
    let above = own > 0 ? mass.withUnsafeValues { $0.reduce(0) { $0 + ($1 > own ? 1 : 0) } } : nil
    massRank = MassRank(neuron: neuron, stage: shownStage, rank: above.map { $0 + 1 })
  }
}
