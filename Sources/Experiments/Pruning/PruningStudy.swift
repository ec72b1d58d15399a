import Corpora
import Files
import Glibc
import Kernels
import LanguageModels
import NeuronPreferences
import Pruning
import Runs
import Sites
import Statistics
import TensorFiles

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
  /// The model.
  public let checkpoint: Checkpoint
  /// The checkpoint's name.
  public let checkpointName: String
  /// Its sites.
  public let sites: SiteList
  /// Whether to give up; asked every few hundred documents.
  public var isCancelled: () -> Bool = { false }
  /// Whether the last result is kept for the next time; false where the run can't be written to.
  public internal(set) var isKept = true
  let description: RunDescription
  let workers: Workers
  let vocabularyPath: String
  /// Changes with every build, so that no result of another program is taken for this one's.
  let program: String
  var loadedSplits: [LoadedSplit]?
  var loadedComparison: StageComparison?
  private var digests: [String: String] = [:]

  /// A split that has been read.
  struct LoadedSplit {
    var split: PruningReport.Split
    let scoring: PrunedScoring
    let bootstrap: ScoringBootstrap
    /// The unpruned model's scores on every resample, once they are there.
    var unprunedResamples: [PruningScores]?
    /// What each document got from it.
    var unprunedOutcomes: DocumentOutcomes?
  }

  /// Opens a run and its checkpoint.
  ///
  /// - Parameter program: what tells this program's results from those of another version.
  /// - Throws: `SettingsError`, `CheckpointError`, `TensorFileError`, `CorpusError`, `PruningStudyError`.
  public init(_ folder: RunFolder, plan: PruningPlan, program: String, workers: Workers) throws {
    self.folder = folder
    self.plan = plan
    self.program = program
    self.workers = workers
    description = try RunDescription(folder)
    checkpointName = try Self.checkpointName(plan, description, folder)
    let files = try Self.files(ofModel: checkpointName, description, folder)
    vocabularyPath = files.vocabulary
    checkpoint = try Checkpoint(contentsOf: files.checkpoint)
    if case .encoder = checkpoint.model, checkpoint.hasNoHead {
      throw PruningStudyError.nothingToScore(path: checkpoint.path)
    }
    if case .predictor = try checkpoint.scorableModel() { throw PruningError.unprunableHead }
    guard checkpoint.encoder.stack != nil else {
      throw PruningError.unprunableLayers(sites: checkpoint.encoder.siteList.description)
    }
    if plan.recoveryEpochs > 0, case .languageModel = checkpoint.model {
      throw PruningStudyError.noRecovery(path: checkpoint.path)
    }
    sites = checkpoint.encoder.siteList
  }

  private static func checkpointName(
    _ plan: PruningPlan, _ description: RunDescription, _ folder: RunFolder
  ) throws -> String {
    if let name = plan.checkpoint { return name }
    let made = description.finetunes.first?.name ?? description.madeCheckpoints.last
    guard let name = made ?? description.stages.last?.source.name else {
      throw PruningStudyError.unspecified("--checkpoint", path: folder.settings)
    }
    return name
  }

  /// Where a model's weights and vocabulary lie: in the run, or where `[models]` says.
  private static func files(
    ofModel name: String, _ description: RunDescription, _ folder: RunFolder
  ) throws -> (checkpoint: String, vocabulary: String) {
    let own = folder.checkpoint(name)
    guard !folder.exists(own), let model = description.models[name] else { return (own, folder.vocabulary) }
    let kind = try model.kind()
    guard kind == .recurrent else { throw PruningStudyError.notPruned(model: name, kind: kind) }
    return (model.paths[0], model.tokenizer ?? folder.vocabulary)
  }

  // MARK: Corpora

  /// The names of the two corpora, train first.
  func corpora() throws -> (train: String, heldOut: String) {
    let isClassifier = if case .classifier = checkpoint.model { true } else { false }
    let settings =
      isClassifier ? description.finetune(of: checkpointName)?.training : description.pretrain?.training
    func name(_ asked: String?, _ known: String?, _ option: String) throws -> String {
      guard let name = asked ?? known else {
        throw PruningStudyError.unspecified(option, path: folder.settings)
      }
      guard description.corpora[name] != nil else {
        throw PruningStudyError.noSuchCorpus(
          name, path: folder.settings, known: description.corpora.keys.sorted())
      }
      return name
    }
    return (
      try name(plan.train, settings?.corpus, "--train"),
      try name(plan.heldOut, settings?.heldOut, "--held-out")
    )
  }

  /// Whether the checkpoint is the best of its epochs on that corpus.
  func wasSelected(on corpus: String) -> Bool {
    switch checkpoint.model {
    case .classifier: description.finetune(of: checkpointName)?.training.heldOut == corpus
    default: description.pretrain?.training.heldOut == corpus
    }
  }

  /// Reads both splits; the second time they are at hand.
  func splits() throws -> [LoadedSplit] {
    if let loadedSplits { return loadedSplits }
    let names = try corpora()
    let vocabulary = try Vocabulary(anyFileAt: vocabularyPath)
    try checkpoint.requireVocabulary(vocabulary.count, path: vocabularyPath)
    let loaded = [
      try load("train", names.train, vocabulary), try load("held-out", names.heldOut, vocabulary),
    ]
    loadedSplits = loaded
    return loaded
  }

  private func load(_ split: String, _ name: String, _ vocabulary: Vocabulary) throws -> LoadedSplit {
    guard let corpus = description.corpora[name] else { preconditionFailure("checked when it was named") }
    let encoded = try EncodedCorpus(corpus.description, vocabulary: vocabulary)
    var documents = encoded.terminated(by: vocabulary.endID)
    var labels: [Double] = []
    if case .classifier = checkpoint.model {
      let labelled = try encoded.labelled(corpus, name: name)
      documents = labelled.map(\.tokens)
      labels = labelled.map(\.label)
    }
    guard !documents.isEmpty else {
      throw PruningStudyError.noDocuments(corpus: name, path: corpus.description.path)
    }
    let all = documents.count
    if let limit = plan.documents, limit < all {
      let drawn = CounterGenerator(seed: plan.seed, stream: .scoredDocuments).permutation(of: all).prefix(
        limit
      ).sorted()
      documents = drawn.map { documents[$0] }
      if !labels.isEmpty { labels = drawn.map { labels[$0] } }
    }
    return LoadedSplit(
      split: PruningReport.Split(
        name: split, corpus: name, documents: documents.count, documentsInCorpus: all, wasChosenOn: false),
      scoring: PrunedScoring(
        checkpoint.model, documents: documents, labels: labels, workers: workers,
        isCancelled: { [weak self] in self?.isCancelled() ?? true }),
      bootstrap: ScoringBootstrap(
        documents: documents.count, resamples: plan.resamples, seed: plan.seed, workers: workers))
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
