import NeuronPreferences
import Runs
import Statistics

/// One epoch of pretraining that was collected: how far preferences moved since the epoch before, beside perplexity.
public struct CollectedEpoch: Sendable, Encodable {
  /// The epoch; 0 is the untrained network.
  public let epoch: Int
  /// Perplexity on held-out text after it; nil where that is not recorded.
  public let perplexity: Double?
  /// Neurons with enough records after this epoch and the one before.
  public let tested: Int
  /// Their mean effect: the share of what chance would leave in common that is gone. Nil for the first epoch, and where
  /// the one before has no snapshot.
  public let meanEffect: Estimate?
  /// What winners tell of tags beside tokens; nil where tokens have no one winner, or no tags.
  public let information: TagInformation?

  private enum CodingKeys: String, CodingKey {
    case epoch, perplexity, tested, information
    case meanEffect = "mean_effect"
  }

  /// Relabellings that tell what chance leaves in common; the mean over neurons needs no more.
  private static let permutations = 199

  /// Measures the epochs of a training, rising. O(epochs · entries · relabellings).
  ///
  /// - Throws: `SnapshotError`, `FileError.io`.
  static func all(
    _ folder: RunFolder, training: TrainingMetrics, method: ReportMethod, threads: Int
  ) throws -> [CollectedEpoch] {
    let epochs = try folder.epochs(ofTraining: RunDescription.pretrainedName)
    let names = epochs.map(\.snapshot)
    let snapshots = try StageSnapshots(names, of: names, folder)
    let curve = training.curves.first { $0.checkpoint == RunDescription.pretrainedName }
    return try epochs.indices.map { place in
      let number = epochs[place].epoch
      let follows = place > 0 && epochs[place - 1].epoch == number - 1
      let effects =
        follows
        ? try moves(snapshots.judged[place - 1], snapshots.judged[place], method, threads: threads) : []
      return CollectedEpoch(
        epoch: number, perplexity: curve?.epochs.first { $0.epoch == number }?.perplexity,
        tested: effects.count,
        meanEffect: method.bootstrap.estimate(effects, mean),
        information: try TagInformation(snapshots.counted[place]))
    }
  }

  /// The effects of the neurons with enough records at both epochs.
  private static func moves(
    _ a: Snapshot, _ b: Snapshot, _ method: ReportMethod, threads: Int
  ) throws(SnapshotError) -> [Double] {
    guard a.policy == b.policy else { return [] }
    var transfer = try Transfer(a, b, metric: method.metric)
    try transfer.test(
      a, b, permutations: min(method.permutations, permutations), seed: method.seed,
      criteria: method.criteria, threads: threads)
    return transfer.neurons.filter(\.isTested).compactMap(\.effect?.value)
  }
}
