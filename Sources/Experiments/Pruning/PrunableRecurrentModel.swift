import Corpora
import Kernels
import LanguageModels
import Pruning
import Sites
import TensorFiles

/// A recurrent model with its vocabulary.
struct PrunableRecurrentModel: PrunableModel {
  let checkpoint: Checkpoint
  private let vocabularyPath: String

  /// Opens a checkpoint.
  ///
  /// - Throws: `CheckpointError`, `TensorFileError`; `PruningStudyError.nothingToScore`, `PruningError.unprunableHead`,
  ///   `.unprunableLayers` for one that can't be pruned.
  init(path: String, vocabulary: String) throws {
    checkpoint = try Checkpoint(contentsOf: path)
    vocabularyPath = vocabulary
    if case .encoder = checkpoint.model, checkpoint.hasNoHead {
      throw PruningStudyError.nothingToScore(path: path)
    }
    if case .predictor = try checkpoint.scorableModel() { throw PruningError.unprunableHead }
    guard checkpoint.encoder.stack != nil else {
      throw PruningError.unprunableLayers(sites: checkpoint.encoder.siteList.description)
    }
  }

  var recurrentCheckpoint: Checkpoint? { checkpoint }
  var path: String { checkpoint.path }
  var sites: SiteList { checkpoint.encoder.siteList }
  var modes: [PruningMode] { PruningMode.ofRecurrentModels }
  var isClassifier: Bool { if case .classifier = checkpoint.model { true } else { false } }
  var parameterCount: Int { checkpoint.model.parameterCount }

  func parameterCount(without mask: PruningMask, mode: PruningMode) throws -> Int {
    try checkpoint.model.pruned(by: mask, mode: mode).parameterCount
  }

  func unitSize(site: String) -> Int { 1 }

  func heads(_ text: String) throws -> [NeuronID] { throw PruningStudyError.noHeads(path: path) }

  func weightsDigest(_ file: (String) throws -> String) throws -> String { try file(path) }

  func digests(_ file: (String) throws -> String) throws -> [String] {
    [try weightsDigest(file), try file(vocabularyPath)]
  }

  func text(_ corpus: RunCorpus, name: String, workers: Workers) throws -> ScoredText {
    let vocabulary = try Vocabulary(anyFileAt: vocabularyPath)
    try checkpoint.requireVocabulary(vocabulary.count, path: vocabularyPath)
    let encoded = try EncodedCorpus(corpus.description, vocabulary: vocabulary)
    guard isClassifier else {
      return ScoredText(documents: encoded.terminated(by: vocabulary.endID), task: .tokens)
    }
    let labelled = try encoded.labelled(corpus, name: name)
    return ScoredText(documents: labelled.map(\.tokens), task: .binary(labelled.map(\.label)))
  }

  func source(_ workers: Workers) throws -> any ActivationSource {
    try CollectedModel.recurrent(checkpoint).source(workers)
  }

  func specialIDs() throws -> Set<Int32> { [] }

  func scoring(
    _ text: ScoredText, means: @escaping () throws -> SiteMeans, workers: Workers,
    isCancelled: @escaping () -> Bool
  ) -> any PrunedScoring {
    RecurrentScoring(
      checkpoint.model, documents: text.documents, labels: text.labels, workers: workers,
      isCancelled: isCancelled)
  }

  func export(
    _ kind: PruningExport.Kind, mask: PruningMask, mode: PruningMode, means: () throws -> SiteMeans,
    to path: String, elementType: ElementType, metadata: [String: String]
  ) throws {
    var all = checkpoint.metadata
    // The recipe is that of the whole model, not of this one.
    all["recipe"] = nil
    all.merge(metadata) { $1 }
    try PruningExport.write(
      kind, checkpoint.model, mask: mask, mode: mode, to: path, elementType: elementType, metadata: all)
  }
}
