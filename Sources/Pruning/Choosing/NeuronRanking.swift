import NeuronPreferences
import Sites
import Statistics

/// An order in which neurons are pruned, the first ones first. Ties are broken by chance, from a seed.
public enum NeuronRanking: String, Sendable, CaseIterable, Codable {
  /// Those that lost their wins by the test, all or most of them, the largest loss of mass first; then those that never
  /// preferred anything; then the others by rising mass.
  case forgotten
  /// By rising activation mass at the later stage.
  case leastMass = "least-mass"
  /// By falling activation mass at the later stage.
  case mostMass = "most-mass"
  /// By falling distance; those without one last.
  case largestDistance = "largest-distance"
  /// By chance.
  case random

  /// Whether it goes by wins or their mass.
  public var isOfWins: Bool { [.forgotten, .leastMass, .mostMass].contains(self) }

  /// Whether it goes by preferences.
  public var isOfPreferences: Bool { self == .largestDistance }

  /// Whether it can be told only after a permutation test.
  public var needsTest: Bool { self == .forgotten }

  /// The neurons in that order. Complexity: O(n log n).
  public func order(_ compared: [ComparedNeuron], seed: UInt64) -> [NeuronID] {
    let neurons = compared.map { isOfPreferences ? $0.judged : $0.counted }
    var generator = SplitMix64(seed: seed, .rankingTies)
    let shuffled = neurons.sorted { $0.neuron < $1.neuron }.shuffled(using: &generator)
    let keys = shuffled.map(key)
    return shuffled.indices.sorted { (keys[$0].0, keys[$0].1, $0) < (keys[$1].0, keys[$1].1, $1) }
      .map { shuffled[$0].neuron }
  }

  private func key(_ neuron: NeuronTransfer) -> (Int, Double) {
    switch self {
    case .forgotten:
      if neuron.verdict.isLoss {
        (0, neuron.massB - neuron.massA)
      } else {
        neuron.state == .never ? (1, 0) : (2, neuron.massB)
      }
    case .leastMass: (0, neuron.massB)
    case .mostMass: (0, -neuron.massB)
    case .largestDistance: neuron.hellinger.map { (0, -$0) } ?? (1, 0)
    case .random: (0, 0)
    }
  }
}
