import NeuronPreferences
import Statistics

/// One stage by itself.
public struct StageReport: Sendable, Encodable {
  /// The stage's name.
  public let stage: String
  /// What people call it.
  public let label: String
  /// The checkpoint's name.
  public let checkpoint: String
  /// The epoch it is from, where that is known.
  public let epoch: Int?
  /// The corpus.
  public let corpus: String
  /// Which activations count.
  public let policy: String
  /// Tokens scanned.
  public let tokens: Int
  /// Share of them outside of the vocabulary.
  public let unknownShare: Double
  /// Tokens read but left out, by reason.
  public let skipped: [String: Int]
  /// Neurons.
  public let neurons: Int
  /// Those that prefer anything.
  public let active: Int
  /// Those with enough wins to say more.
  public let supported: Int
  /// Length of the supported neurons: distinct tokens that each prefers.
  public let length: Quartiles?
  /// Sum of all recorded activations.
  public let mass: Double
  /// Activation mass by falling rank of the active neurons, thinned to at most 200 ranks.
  public let ranks: [RankedMass]

  /// One point of the rank curve.
  public struct RankedMass: Sendable, Encodable {
    /// From 1.
    public let rank: Int
    /// The neuron's activation mass.
    public let mass: Double
  }

  init(_ snapshot: Snapshot, epoch: Int?, support: Int) {
    let wins = snapshot.tokens.wins
    let rows = 0..<snapshot.neuronCount
    stage = snapshot.origin.stage
    label = snapshot.origin.notes["label"] ?? snapshot.origin.stage
    checkpoint = snapshot.origin.checkpoint
    self.epoch = epoch
    corpus = snapshot.origin.corpus
    policy = snapshot.policy.description
    tokens = snapshot.counts.tokensScanned
    unknownShare =
      tokens == 0 ? 0 : Double(snapshot.counts.unknownTokens) / Double(snapshot.counts.tokensScanned)
    skipped = snapshot.counts.skipped
    neurons = snapshot.neuronCount
    active = rows.count { wins[$0] > 0 }
    supported = rows.count { wins[$0] >= support }
    length = Quartiles(rows.filter { wins[$0] >= support }.map { Double(snapshot.tokens.length[$0]) })
    let masses = rows.filter { wins[$0] > 0 }.map { snapshot.tokens.mass[$0] }.sorted(by: >)
    mass = masses.reduce(0, +)
    ranks = Self.thinned(masses)
  }

  /// All of the first ranks, then ever fewer, as a logarithmic axis shows them.
  private static func thinned(_ masses: [Double]) -> [RankedMass] {
    var ranks: [RankedMass] = []
    var next = 0
    while next < masses.count {
      ranks.append(RankedMass(rank: next + 1, mass: masses[next]))
      next += max(1, next / 24)
    }
    if let last = masses.last, ranks.last?.rank != masses.count {
      ranks.append(RankedMass(rank: masses.count, mass: last))
    }
    return ranks
  }

  private enum CodingKeys: String, CodingKey {
    case stage, label, checkpoint, epoch, corpus, policy, tokens, skipped, neurons, active, supported
    case unknownShare = "unknown_share"
    case length, mass, ranks
  }
}
