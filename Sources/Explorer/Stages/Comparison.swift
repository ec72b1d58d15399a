import NeuronPreferences

/// How far every neuron's preferences moved between two stages, by row.
public struct Comparison: Sendable {
  /// The stages compared.
  public let pair: StagePair
  /// Hellinger distance; NaN where one side has no preferences.
  private let distances: [Float]
  private let displaced: Set<Int>
  /// Number of neurons of each verdict.
  let counts: [Verdict: Int]
  /// Whether the neurons of both stages can be told to be the same ones.
  let relation: LineageRelation

  /// Compares two stages of a run. O(neurons + entries of both).
  ///
  /// - Throws: `SnapshotError`.
  init(_ pair: StagePair, stages: [Stage]) throws {
    let transfer = try Transfer(stages[pair.from].snapshot, stages[pair.to].snapshot)
    let sites = stages[pair.from].snapshot.sites
    var distances = [Float](repeating: .nan, count: sites.neuronCount)
    var displaced: Set<Int> = []
    var counts: [Verdict: Int] = [:]
    for neuron in transfer.neurons {
      guard let row = sites.row(of: neuron.neuron) else { continue }
      if let distance = neuron.hellinger { distances[row] = Float(distance) }
      if neuron.evidence == .displaced { displaced.insert(row) }
      let verdict = Verdict(
        winsBefore: neuron.countA, winsAfter: neuron.countB, isDisplaced: neuron.evidence == .displaced)
      counts[verdict, default: 0] += 1
    }
    self.pair = pair
    self.distances = distances
    self.displaced = displaced
    self.counts = counts
    relation = transfer.relation
  }

  /// The Hellinger distance of the paper's distributions (TX-Ray, section 2.2), nil where it is undefined.
  func distance(_ row: Int) -> Double? {
    let distance = distances[row]
    return distance.isNaN ? nil : Double(distance)
  }

  /// Whether the neuron fires as before although it lost its wins.
  func isDisplaced(_ row: Int) -> Bool { displaced.contains(row) }
}
