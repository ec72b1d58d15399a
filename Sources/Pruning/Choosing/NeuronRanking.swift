import NeuronPreferences
import Sites
import Statistics

/// An order in which neurons are pruned, the first ones first. Ties are broken by chance, from a seed.
public enum NeuronRanking: String, Sendable, CaseIterable, Codable {
  /// Forgotten ones, those that lost most first; then those that never preferred anything; then the others by
  /// rising mass.
  case forgotten
  /// By rising activation mass at the later stage.
  case leastMass = "least-mass"
  /// By falling activation mass at the later stage.
  case mostMass = "most-mass"
  /// By falling distance; those without one last.
  case largestDistance = "largest-distance"
  /// By chance.
  case random

  /// The neurons in that order. Complexity: O(n log n).
  public func order(_ neurons: [NeuronTransfer], seed: UInt64) -> [NeuronID] {
    var generator = SplitMix64(seed: seed, .rankingTies)
    let shuffled = neurons.sorted { $0.neuron < $1.neuron }.shuffled(using: &generator)
    let keys = shuffled.map(key)
    return shuffled.indices.sorted { (keys[$0].0, keys[$0].1, $0) < (keys[$1].0, keys[$1].1, $1) }
      .map { shuffled[$0].neuron }
  }

  private func key(_ neuron: NeuronTransfer) -> (Int, Double) {
    switch self {
    case .forgotten:
      switch neuron.state {
      case .forgotten: (0, -neuron.massA)
      case .never: (1, 0)
      case .shared, .gained: (2, neuron.massB)
      }
    case .leastMass: (0, neuron.massB)
    case .mostMass: (0, -neuron.massB)
    case .largestDistance: neuron.hellinger.map { (0, -$0) } ?? (1, 0)
    case .random: (0, 0)
    }
  }
}
