import Corpora
import Kernels
import LanguageModels
import NeuronPreferences

/// Collection over a corpus that is read as it goes: memory does not grow with the text.
public struct CorpusCollection: Sendable {
  /// The checkpoint.
  public let checkpoint: Checkpoint
  /// SHA-256 of its file.
  public let checkpointHash: String
  /// Its vocabulary.
  public let vocabulary: Vocabulary
  /// The text.
  public let corpus: CorpusDescription
  /// The stage's name.
  public let stage: String
  /// Which activations count.
  public let policy: CollectionPolicy
  /// Whole documents are read until there are at least so many tokens; nil for all.
  public let tokens: Int?
  /// Part `index` of `count`, nil for the whole.
  public let shard: (index: Int, count: Int)?

  /// Describes a collection; nothing is read.
  public init(
    checkpoint: Checkpoint, checkpointHash: String, vocabulary: Vocabulary, corpus: CorpusDescription,
    stage: String, policy: CollectionPolicy, tokens: Int?, shard: (index: Int, count: Int)?
  ) {
    precondition(shard.map { $0.count > 0 && (0..<$0.count).contains($0.index) } ?? true)
    self.checkpoint = checkpoint
    self.checkpointHash = checkpointHash
    self.vocabulary = vocabulary
    self.corpus = corpus
    self.stage = stage
    self.policy = policy
    self.tokens = tokens
    self.shard = shard
  }

  /// Documents gathered before they are run together.
  private static let batch = 256

  /// Reads the text and returns the snapshot to write.
  ///
  /// - Parameter progress: called with the tokens collected; what it throws stops the collection.
  /// - Throws: `CorpusError`, `CollectionError`.
  public func run(workers: Workers, progress: (Int) throws -> Void) throws -> SnapshotDraft {
    let collector = try StageCollector(
      checkpoint.encoder, policy: policy, unknownToken: vocabulary.unknownID, workers: workers)
    var covered: Set<Int>?
    if let shard {
      let blocks = PreferenceCollector.blocks(
        ofShard: shard.index, of: shard.count, blockCount: collector.blockCount)
      collector.cover(blocks: blocks)
      covered = Set(blocks)
    }
    var pending: [[Int32]] = []
    var places: [Int] = []
    var (next, read) = (0, 0)
    func flush() throws {
      collector.add(pending, at: places)
      pending.removeAll(keepingCapacity: true)
      places.removeAll(keepingCapacity: true)
      try progress(collector.tokens)
    }
    let summary = try CorpusReader(corpus).forEachDocument { document in
      // A document longer than the reader's limit comes in pieces; each is collected as one of its own.
      if let tokens, read >= tokens { return true }
      read += document.count
      defer { next += 1 }
      if let covered, !covered.contains(next % collector.blockCount) { return true }
      pending.append(vocabulary.ids(of: document))
      places.append(next)
      if pending.count == Self.batch { try flush() }
      return true
    }
    try flush()
    let origin = SnapshotOrigin(
      stage: stage, checkpoint: checkpoint.path, checkpointHash: checkpointHash,
      lineage: [checkpoint.metadata["lineage"] ?? checkpointHash], corpus: corpus.path,
      corpusHash: corpusDigest(summary.sha256 ?? "", tokens: tokens),
      tokenizer: corpus.tokenization.rawValue, program: "txray")
    return collector.draft(origin: origin, vocabulary: vocabulary.tokens)
  }
}

/// What identifies the text of a stage: the file, and how much of it was read.
func corpusDigest(_ file: String, tokens: Int?) -> String {
  tokens.map { recipeDigest([file, "tokens \($0)"]) } ?? file
}
