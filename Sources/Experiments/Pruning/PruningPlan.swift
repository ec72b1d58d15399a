import NeuronPreferences
import Pruning

/// What a pruning is scored on and held against.
public struct PruningPlan: Sendable, Equatable {
  /// The checkpoint, by name; nil for the last one that the run trains.
  public var checkpoint: String?
  /// The corpus it was trained on; nil for what `run.toml` says.
  public var train: String?
  /// The corpus it was not trained on; nil for what `run.toml` says.
  public var heldOut: String?
  /// The earlier stage that neurons are chosen by; nil for the one before the later.
  public var from: String?
  /// The later stage; nil for the last one of the checkpoint.
  public var to: String?
  /// Where neurons of a transformer are taken out: names of sites with `*` for any, separated by commas; nil for where
  /// its stage reads them.
  public var sites: String?
  /// How neurons are taken out; nil for what is usual for the kind of model.
  public var mode: PruningMode?
  /// Random masks of each kind.
  public var controls = 20
  /// Resamples of each split's documents.
  public var resamples = 1000
  /// Documents of a split at most, drawn by chance; nil for all.
  public var documents: Int? = 1000
  /// What everything random derives from.
  public var seed: UInt64 = 0
  /// The most relabellings, for choices that ask for a test.
  public var permutations = ChangeCriteria.permutations
  /// Epochs of fine-tuning under the mask; 0 for none.
  public var recoveryEpochs = 0

  /// The usual plan.
  public init() {}

  /// What of it decides the results, spelt out.
  func recipe(_ mode: PruningMode) -> String {
    "mode \(mode.rawValue) controls \(controls) resamples \(resamples) documents \(documents ?? 0) "
      + "seed \(seed) recovery \(recoveryEpochs)"
  }
}

/// Why a run can't be pruned as it was asked for.
public enum PruningStudyError: Error, Equatable, Sendable {
  /// No corpus of `run.toml` is called so.
  case noSuchCorpus(String, path: String, known: [String])
  /// No stage of `run.toml` is called so.
  case noSuchStage(String, path: String, known: [String])
  /// The run doesn't say what this should be; `option` names it.
  case unspecified(String, path: String)
  /// A choice by state, rule or ranking needs two stages with snapshots.
  case needsTwoStages(path: String)
  /// The snapshots are of other neurons than the checkpoint.
  case differentNeurons(snapshot: String, sites: String, checkpoint: String, modelSites: String)
  /// No neuron meets what was asked for.
  case nothingChosen(String, path: String)
  /// No list of marks is called so.
  case noSuchList(String, path: String, known: [String])
  /// An encoder alone can't be scored.
  case nothingToScore(path: String)
  /// A recording holds no weights that could be pruned.
  case onlyRecorded(model: String)
  /// None of these sites is one where a transformer's activations can be held.
  case nothingPrunable(sites: String, path: String)
  /// Heads are those of transformers.
  case noHeads(path: String)
  /// A split has no documents.
  case noDocuments(corpus: String, path: String)
  /// Only a classifier can be fine-tuned under a mask.
  case noRecovery(path: String)
}
