import Corpora
import Files
import Kernels
import LanguageModels
import Runs
import Tagging
import TensorFiles

/// Does what `run.toml` describes, and only what is not done yet.
///
/// Vocabulary, pretraining, fine-tuning, then one snapshot a stage. Every file carries the recipe it was
/// made by, a digest of all that went into it; a file of the same recipe is left as it is, one of another is
/// an error, never overwritten. Training is saved after each epoch, so that a stopped run goes on from there
/// with the same bits.
public final class RunPipeline {
  let description: RunDescription
  let folder: RunFolder
  let program: String
  let workers: Workers
  let tell: (RunEvent) -> Void
  let isCancelled: () -> Bool
  private var encoded: [String: EncodedCorpus] = [:]
  private var loadedVocabulary: Vocabulary?
  private var digests: [String: String] = [:]
  var loadedTagger: PartOfSpeechTagger?
  var openedWeights: [StageSource: StageWeights] = [:]

  /// - Parameters:
  ///   - program: program and version, for the record.
  ///   - tell: called with every event, on the calling thread.
  ///   - isCancelled: asked after each minibatch; true stops the run.
  public init(
    _ description: RunDescription, folder: RunFolder, program: String, workers: Workers,
    tell: @escaping (RunEvent) -> Void, isCancelled: @escaping () -> Bool = { false }
  ) {
    self.description = description
    self.folder = folder
    self.program = program
    self.workers = workers
    self.tell = tell
    self.isCancelled = isCancelled
  }

  /// Which part of a run to do.
  public enum Part: Sendable {
    /// Vocabulary and pretraining.
    case pretrain
    /// Fine-tuning, and what it needs.
    case finetune
    /// The snapshots, and what they need.
    case all
  }

  /// Runs it.
  ///
  /// - Throws: `RunError`, `CorpusError`, `TrainingError`, `CheckpointError`, `TensorFileError`. Whatever was
  ///   finished before stays.
  public func run(_ part: Part = .all) throws {
    for name in ["checkpoints", "snapshots"] { try makeFolder(folder.resolve(name)) }
    if description.vocabulary != nil { _ = try vocabulary() }
    if let settings = description.pretrain { try pretrain(settings) }
    guard part != .pretrain else { return }
    for settings in description.finetunes { try finetune(settings) }
    guard part != .finetune else { return }
    try collectStages()
  }

  // MARK: What stages and trainings share

  func vocabulary() throws -> Vocabulary {
    if let loadedVocabulary { return loadedVocabulary }
    guard let settings = description.vocabulary else { preconditionFailure("checked when read") }
    var counts = WordCounts(lowercases: true)
    // Special tokens that the text spells are words already; the others are those that are found.
    let special = try Vocabulary(tokens: Vocabulary.specialTokens)
    for name in settings.corpora {
      tell(.reading(corpus: name))
      try CorpusReader(corpus(named: name).description, vocabulary: special).forEachDocument { document in
        counts.add(document)
        return true
      }
    }
    let built = try Vocabulary.build(
      from: counts, limit: settings.limit, minimumCount: settings.minimumCount)
    let path = folder.vocabulary
    if folder.exists(path) {
      guard try Vocabulary(contentsOf: path).tokens == built.tokens else {
        throw RunError.stale(path: path, setting: "vocabulary")
      }
    } else {
      try built.write(to: path)
    }
    tell(.vocabulary(tokens: built.count, path: path))
    loadedVocabulary = built
    return built
  }

  func corpus(named name: String) throws -> RunCorpus {
    guard let corpus = description.corpora[name] else { preconditionFailure("checked when read") }
    return corpus
  }

  func encodedCorpus(named name: String) throws -> EncodedCorpus {
    if let known = encoded[name] { return known }
    tell(.reading(corpus: name))
    let corpus = try EncodedCorpus(corpus(named: name).description, vocabulary: vocabulary())
    encoded[name] = corpus
    return corpus
  }

  func digest(ofCorpus name: String) throws -> String {
    try fileDigest(corpus(named: name).description.path)
  }

  func vocabularyDigest() throws -> String { try fileDigest(folder.vocabulary) }

  /// The digest of a file that is complete: several stages ask for the same ones.
  func fileDigest(_ path: String) throws -> String {
    if let known = digests[path] { return known }
    let digest = try SHA256.hexDigest(ofFileAt: path)
    digests[path] = digest
    return digest
  }
}
