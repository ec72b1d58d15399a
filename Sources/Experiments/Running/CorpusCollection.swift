import Corpora
import Files
import Kernels
import LanguageModels
import NeuronPreferences
import Sites
import Tagging
import Transformers

/// Collection over a corpus that is read as it goes: memory does not grow with the text.
public struct CorpusCollection: Sendable {
  /// The model.
  public var model: CollectedModel
  /// What the snapshot says of itself; the fields that the collection finds out are filled in.
  public var origin: SnapshotOrigin
  /// What turns the text into the model's tokens.
  public var encoder: DocumentEncoder
  /// The model that this one was trained from, to read the same text beside it; see ``compare(with:digest:)``.
  public private(set) var parent: CollectedModel?
  /// The text.
  public var corpus: CorpusDescription
  /// What tags words that the text leaves untagged; nil to use the text's own tags only.
  public var tagger: PartOfSpeechTagger?
  /// Which activations count; each policy gives a snapshot of its own.
  public var policies = [CollectionPolicy.max1]
  /// Tokens to leave out at the start of each document.
  public var skippedStarts = 0
  /// Firings of each neuron that are kept with their context.
  public var contexts = ContextCounts.usual
  /// What is counted of a transformer's text: pieces, or whole words, each once.
  public var feature = TokenUnit.piece
  /// Whole documents are read until there are at least so many tokens; nil for all.
  public var tokens: Int?
  /// The part to collect.
  public var shard = CollectionShard.whole
  /// Where the parts of the first pass over the whole text were written, and the recipe that they were made by; nil to
  /// take it here, where a policy needs it. See ``firstPass(workers:progress:)``.
  public var firstPass: (paths: [String], recipe: String)?

  /// Most memory that the parent's activations take up, unless one document needs more. Results don't depend
  /// on it.
  package var parentBytes = 64 << 20

  /// Describes a collection; nothing is read. `origin` needs stage, checkpoint, its hash and lineage, corpus
  /// and seed; the corpus file's digest is computed unless it is there.
  public init(
    model: CollectedModel, origin: SnapshotOrigin, encoder: DocumentEncoder, corpus: CorpusDescription
  ) {
    self.model = model
    self.origin = origin
    self.encoder = encoder
    self.corpus = corpus
  }

  /// The same for a recurrent checkpoint with its vocabulary.
  public init(
    checkpoint: Checkpoint, origin: SnapshotOrigin, vocabulary: Vocabulary, corpus: CorpusDescription
  ) {
    self.init(model: .recurrent(checkpoint), origin: origin, encoder: .words(vocabulary), corpus: corpus)
  }

  /// Has the checkpoint's parent read the same text beside it, so that neurons that were only outdone can be
  /// told from those that changed. Both then share a lineage.
  ///
  /// - Parameter digest: SHA-256 of the parent's file.
  /// - Throws: `ParentError.unrelated` if both name their training, and not the same one.
  public mutating func compare(with parent: CollectedModel, digest: String) throws(ParentError) {
    let (own, before) = (model.lineage, parent.lineage)
    if let own, let before, own != before { throw .unrelated(own: model.path, parent: parent.path) }
    self.parent = parent
    origin.parentHash = digest
    let identifier = before ?? SnapshotOrigin.identifier(ofFileWith: digest)
    if !origin.lineage.contains(identifier) { origin.lineage.append(identifier) }
  }

  /// Documents gathered before they are run together.
  static let batch = 256

  /// Reads the text and returns the snapshots to write, one a policy.
  ///
  /// With a policy that takes thresholds the text is read twice, the first time as a whole even for a shard, unless
  /// ``firstPass`` says where that was done. A document longer than the reader's limit comes in pieces, and each is
  /// collected as a document.
  ///
  /// - Parameter progress: called with how far it is; what it throws stops the collection.
  /// - Throws: `CorpusError`, `CollectionError`, `ParentError.differentSizes`, `SnapshotError` for what the first pass left.
  public func run(workers: Workers, progress: (CollectionProgress) throws -> Void) throws -> [SnapshotDraft] {
    try pass(prepare(workers, progress), blocks: coveredBlocks, progress)
  }

  /// The document blocks of the shard.
  var coveredBlocks: [Int] { PreferenceCollector.blocks(ofShard: shard.text, of: shard.textCount) }

  /// Collects the documents of some blocks. A whole collection is one shard of one: it too says that it covers blocks
  /// that no document falls into.
  ///
  /// - Parameter unknownWords: those of earlier passes, which are counted on.
  func pass(
    _ prepared: CollectionPreparation, blocks: [Int], unknownWords: UnknownWords = UnknownWords(),
    _ progress: (CollectionProgress) throws -> Void
  ) throws -> [SnapshotDraft] {
    let collector = try prepared.collector()
    collector.cover(blocks: blocks)
    let isCovered = Set(blocks)
    var batch = DocumentBatch(prepared, unknownWords: unknownWords)
    func tell() throws {
      try progress(
        CollectionProgress(
          isThresholdPass: false, tokens: collector.tokens, unknownWords: batch.unknownWords))
    }
    var next = 0
    let summary = try CorpusReader(corpus, vocabulary: encoder.vocabulary).forEachDocument(upTo: tokens) {
      document in
      if isCovered.contains(next % collector.blockCount) {
        batch.append(document, at: next)
        if batch.count == Self.batch {
          try batch.collect(into: collector)
          try tell()
        }
      }
      next += 1
    }
    try batch.collect(into: collector)
    try tell()
    var origin = prepared.origin()
    if origin.corpusHash.isEmpty {
      origin.corpusHash = try summary.sha256 ?? SHA256.hexDigest(ofFileAt: corpus.path)
    }
    origin.corpusHash = corpusDigest(origin.corpusHash, tokens: tokens)
    if !prepared.tagNames.isEmpty {
      origin.notes["tags_from_input"] = "\(batch.sources.fromInput)"
      origin.notes["tags_from_tagger"] = "\(batch.sources.fromTagger)"
    }
    return collector.drafts(
      origin: origin, vocabulary: prepared.featureNames(), tagNames: prepared.tagNames)
  }
}

/// How far a collection is.
public struct CollectionProgress: Sendable {
  /// Whether this is the pass before the collecting one, which finds the neurons' thresholds.
  public let isThresholdPass: Bool
  /// Tokens read in this pass.
  public let tokens: Int
  /// Words so far that the vocabulary doesn't have; counted in the collecting pass.
  public var unknownWords = UnknownWords()
}

/// What identifies the text of a stage: the file, and how much of it was read.
func corpusDigest(_ file: String, tokens: Int?) -> String {
  tokens.map { recipeDigest([file, "tokens \($0)"]) } ?? file
}
