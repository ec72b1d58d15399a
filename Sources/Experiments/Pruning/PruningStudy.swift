import Corpora
import Files
import Kernels
import LanguageModels
import NeuronPreferences
import Pruning
import Runs
import Sites
import Statistics

/// Prunes a run's model and scores it: reads what `run.toml` names, chooses neurons, and holds what they do
/// against random masks.
///
/// It belongs to one thread; the scoring itself uses all workers. Texts and models are read once and serve
/// every pruning of the study.
public final class PruningStudy {
  /// The run.
  public let folder: RunFolder
  /// What to score on and hold against.
  public let plan: PruningPlan
  /// How neurons are taken out.
  public let mode: PruningMode
  /// The model's name.
  public let checkpointName: String
  /// The neurons that can be pruned.
  public let sites: SiteList
  /// Whether to give up; asked every few hundred documents.
  public var isCancelled: () -> Bool = { false }
  /// Whether the last result is kept for the next time; false where the run can't be written to.
  public internal(set) var isKept = true
  let model: any PrunableModel
  let description: RunDescription
  let workers: Workers
  /// Changes with every build, so that no result of another program is taken for this one's.
  let program: String
  var loadedSplits: [LoadedSplit]?
  var loadedComparison: StageComparison?
  private var loadedMeans: SiteMeans?
  private var digests: [String: String] = [:]

  /// A split that has been read.
  struct LoadedSplit {
    var split: PruningReport.Split
    let text: ScoredText
    let scoring: any PrunedScoring
    let bootstrap: ScoringBootstrap
    /// The unpruned model's scores on every resample, once they are there.
    var unprunedResamples: [PruningScores]?
    /// What each document got from it.
    var unprunedOutcomes: DocumentOutcomes?
  }

  /// Opens a run and its model.
  ///
  /// - Parameter program: what tells this program's results from those of another version.
  /// - Throws: `SettingsError`, `CheckpointError`, `TransformerError`, `TensorFileError`, `CorpusError`,
  ///   `PruningStudyError`, `PruningError.unfitMode`.
  public init(_ folder: RunFolder, plan: PruningPlan, program: String, workers: Workers) throws {
    self.folder = folder
    self.plan = plan
    self.program = program
    self.workers = workers
    description = try RunDescription(folder)
    checkpointName = try Self.checkpointName(plan, description, folder)
    model = try Self.model(checkpointName, plan, description, folder)
    sites = model.sites
    mode = plan.mode ?? model.modes[0]
    guard model.modes.contains(mode) else { throw PruningError.unfitMode(mode, modes: model.modes) }
    let canRecover = if case .classifier? = checkpoint?.model { true } else { false }
    if plan.recoveryEpochs > 0, !canRecover { throw PruningStudyError.noRecovery(path: model.path) }
  }

  private static func checkpointName(
    _ plan: PruningPlan, _ description: RunDescription, _ folder: RunFolder
  ) throws -> String {
    if let name = plan.checkpoint ?? description.pruning?.model { return name }
    let made = description.finetunes.first?.name ?? description.madeCheckpoints.last
    guard let name = made ?? description.stages.last?.source.name else {
      throw PruningStudyError.unspecified("--checkpoint", path: folder.settings)
    }
    return name
  }

  /// The model of that name: in the run, or where `[models]` says.
  private static func model(
    _ name: String, _ plan: PruningPlan, _ description: RunDescription, _ folder: RunFolder
  ) throws -> any PrunableModel {
    let own = folder.checkpoint(name)
    guard !folder.exists(own), let model = description.models[name] else {
      return try PrunableRecurrentModel(path: own, vocabulary: folder.vocabulary)
    }
    return try model.prunable(
      description.stages.last { $0.source.name == name }, sites: plan.sites, vocabulary: folder.vocabulary)
  }

  /// The checkpoint, where the model is a recurrent one.
  public var checkpoint: Checkpoint? { model.recurrentCheckpoint }

  /// Whether the run trains models of this kind, on texts that it names.
  private var isTrainedByRuns: Bool { model.recurrentCheckpoint != nil }

  // MARK: Corpora

  /// The names of the two corpora, train first; one twice where a transformer has no text held out. Of a transformer of
  /// which nobody says what it was trained on, the text is that of its last stage.
  func corpora() throws -> (train: String, heldOut: String) {
    let own = isTrainedByRuns ? training : nil
    let (named, stage) = (description.pruning, description.stages.last { $0.source.name == checkpointName })
    func name(_ name: String?, _ option: String) throws -> String {
      guard let name else { throw PruningStudyError.unspecified(option, path: folder.settings) }
      guard description.corpora[name] != nil else {
        throw PruningStudyError.noSuchCorpus(
          name, path: folder.settings, known: description.corpora.keys.sorted())
      }
      return name
    }
    let held = plan.heldOut ?? named?.heldOut ?? own?.heldOut
    let train = plan.train ?? named?.train ?? own?.corpus
    let standIn = isTrainedByRuns ? nil : held ?? train ?? stage?.corpus
    return (try name(train ?? standIn, "--train"), try name(held ?? standIn, "--held-out"))
  }

  /// Whether the checkpoint is the best of its epochs on that corpus.
  func wasSelected(on corpus: String) -> Bool {
    isTrainedByRuns && training?.heldOut == corpus
  }

  /// How a recurrent model of this kind is trained in the run.
  private var training: TrainingSettings? {
    model.isClassifier
      ? description.finetune(of: checkpointName)?.training : description.pretrain?.training
  }

  /// Reads the splits, the held-out one last; the second time they are at hand.
  func splits() throws -> [LoadedSplit] {
    if let loadedSplits { return loadedSplits }
    let names = try corpora()
    let loaded =
      !isTrainedByRuns && names.train == names.heldOut
      ? [try load(isHeldOutNamed ? "held-out" : "text", names.train)]
      : [try load("train", names.train), try load("held-out", names.heldOut)]
    loadedSplits = loaded
    return loaded
  }

  /// Whether somebody said which text is held out.
  private var isHeldOutNamed: Bool { (plan.heldOut ?? description.pruning?.heldOut) != nil }

  private func load(_ split: String, _ name: String) throws -> LoadedSplit {
    guard let corpus = description.corpora[name] else { preconditionFailure("checked when it was named") }
    var text = try model.text(corpus, name: name, workers: workers)
    guard !text.documents.isEmpty else {
      throw PruningStudyError.noDocuments(corpus: name, path: corpus.description.path)
    }
    let all = text.documents.count
    if let limit = plan.documents, limit < all {
      text = text.picking(
        CounterGenerator(seed: plan.seed, stream: .scoredDocuments).permutation(of: all).prefix(limit)
          .sorted())
    }
    return LoadedSplit(
      split: PruningReport.Split(
        name: split, corpus: name, documents: text.documents.count, documentsInCorpus: all,
        wasChosenOn: false), text: text,
      scoring: model.scoring(
        text, means: { [unowned self] in try self.means() }, workers: workers,
        isCancelled: { [weak self] in self?.isCancelled() ?? true }),
      bootstrap: ScoringBootstrap(
        documents: text.documents.count, resamples: plan.resamples, seed: plan.seed, workers: workers))
  }

  /// Every neuron's mean activation over the training split, special tokens left out; the second time it is at hand.
  func means() throws -> SiteMeans {
    if let loadedMeans { return loadedMeans }
    let (text, special) = (try splits()[0].text, try model.specialIDs())
    let means = try SiteMeans(
      of: model.source(workers), text.documents, threads: workers.threads,
      isCounted: { !special.contains($0) }, isCancelled: isCancelled)
    loadedMeans = means
    return means
  }

  /// The digest of a file; each is read once.
  func digest(_ path: String) throws -> String {
    if let known = digests[path] { return known }
    let digest = try SHA256.hexDigest(ofFileAt: path)
    digests[path] = digest
    return digest
  }

  func throwIfCancelled() throws(PruningError) { if isCancelled() { throw .interrupted } }
}
