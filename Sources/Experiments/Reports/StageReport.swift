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
  /// Which activations its neurons are judged on.
  public let judgedPolicy: String
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
  /// Those with enough wins to say more, under the policy that they are judged on.
  public let supported: Int
  /// Length of the supported neurons: distinct tokens that each prefers.
  public let length: Quartiles?
  /// Sum of all recorded activations.
  public let mass: Double
  /// Activation mass by falling rank of the active neurons, thinned as a logarithmic axis shows them.
  public let ranks: [RankedMass.Point]

  /// What winners tell of tags beside tokens; nil where tokens have no one winner, or no tags.
  public let information: TagInformation?

  init(_ snapshot: Snapshot, judged: Snapshot, epoch: Int?, support: Int) throws(SnapshotError) {
    let wins = snapshot.tokens.wins
    let enough = (0..<judged.neuronCount).filter { judged.tokens.wins[$0] >= support }
    let rows = 0..<snapshot.neuronCount
    stage = snapshot.origin.stage
    label = snapshot.origin.notes["label"] ?? snapshot.origin.stage
    checkpoint = snapshot.origin.checkpoint
    self.epoch = epoch
    corpus = snapshot.origin.corpus
    (policy, judgedPolicy) = (snapshot.policy.description, judged.policy.description)
    tokens = snapshot.counts.tokensScanned
    unknownShare =
      tokens == 0 ? 0 : Double(snapshot.counts.unknownTokens) / Double(snapshot.counts.tokensScanned)
    skipped = snapshot.counts.skipped
    neurons = snapshot.neuronCount
    active = rows.count { wins[$0] > 0 }
    supported = enough.count
    length = Quartiles(enough.map { Double(judged.tokens.length[$0]) })
    let ranked = RankedMass(snapshot.tokens)
    mass = ranked.masses.reduce(0, +)
    ranks = ranked.points(.logarithmic)
    information = try TagInformation(snapshot)
  }

  private enum CodingKeys: String, CodingKey {
    case stage, label, checkpoint, epoch, corpus, policy, tokens, skipped, neurons, active, supported
    case unknownShare = "unknown_share"
    case judgedPolicy = "judged_policy"
    case length, mass, ranks, information
  }
}
