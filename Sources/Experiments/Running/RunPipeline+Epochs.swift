import Corpora
import Files
import NeuronPreferences
import Runs
import Tagging

extension RunPipeline {
  /// A snapshot of an epoch that is to be taken.
  private struct EpochSnapshot {
    let policy: CollectionPolicy
    let path: String
    let recipe: String
  }

  /// Takes the snapshots of an epoch of pretraining, if they are asked for and not there.
  ///
  /// The weights are read from the epoch's checkpoint. One that is not kept is written by `write` for as long as that
  /// takes.
  ///
  /// - Parameter training: The recipe of the training.
  /// - Throws: `RunError.stale` where a snapshot is there that other settings gave, and as ``run(_:)``.
  func collectEpoch(_ epoch: EpochName, training: String, isKept: Bool, write: () throws -> Void) throws {
    guard let settings = description.epochs else { return }
    let missing = try missingSnapshots(of: epoch, settings, training: training)
    guard !missing.isEmpty else { return }
    let checkpoint = folder.checkpoint(epoch.checkpoint)
    if !isKept || !folder.exists(checkpoint) { try write() }
    let weights = try weights(of: .checkpoint(epoch.checkpoint))
    let stage = StageSettings(
      name: epoch.checkpoint, label: "epoch \(epoch.epoch)", source: .checkpoint(epoch.checkpoint),
      corpus: settings.corpus, policies: settings.policies, skippedStarts: 0,
      contexts: settings.contexts, tokens: settings.tokens)
    let jobs = missing.map { snapshot in
      SnapshotJob(
        stage: stage, policy: snapshot.policy, name: epoch.snapshot, path: snapshot.path, weights: weights,
        parent: nil, recipe: snapshot.recipe)
    }
    try collect(jobs, .whole) { $0.path }
    if !isKept { try removeFile(checkpoint) }
  }

  /// Takes the snapshots of epochs of a training that has ended, as far as checkpoints of them were kept; tells how many
  /// epochs are left without.
  func collectKeptEpochs(_ name: String, training: String, keep: [Int]) throws {
    guard let settings = description.epochs else { return }
    let ended = try TrainingMetrics(folder).curves.first { $0.checkpoint == name }?.epochs.last?.epoch ?? 0
    var lost = 0
    for number in (settings.keepsUntrained ? 0 : 1)...max(ended, 1) {
      let epoch = EpochName(training: name, epoch: number)
      guard try !missingSnapshots(of: epoch, settings, training: training).isEmpty else { continue }
      if keep.contains(number), folder.exists(folder.checkpoint(epoch.checkpoint)) {
        try collectEpoch(epoch, training: training, isKept: true) {}
      } else {
        lost += 1
      }
    }
    if lost > 0 { tell(.epochsLost(lost, path: folder.checkpoint(name))) }
  }

  private func missingSnapshots(
    of epoch: EpochName, _ settings: EpochSettings, training: String
  ) throws -> [EpochSnapshot] {
    let corpus = try corpus(named: settings.corpus).description
    var text = [
      try fileDigest(corpus.path), try vocabularyDigest(), "tokens \(settings.tokens ?? 0)",
      "tags \(corpus.tagSet.rawValue)", try tagger()?.provenance ?? "untagged",
    ]
    if settings.contexts != .usual { text.append("contexts \(settings.contexts)") }
    return try settings.policies.enumerated().compactMap { place, policy in
      let path =
        place == 0
        ? folder.snapshot(epoch.snapshot) : folder.snapshot(epoch.snapshot, policy: policy.kind.name)
      let recipe = recipeDigest(["epoch \(epoch.epoch)", training, "policy \(policy)"] + text)
      guard folder.exists(path) else { return EpochSnapshot(policy: policy, path: path, recipe: recipe) }
      guard try Snapshot(path: path).origin.notes["recipe"] == recipe else {
        throw RunError.stale(path: path, setting: "epochs")
      }
      return nil
    }
  }
}
