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
  /// What is counted of a transformer's text: pieces, or whole words, each once.
  public var feature = TokenUnit.piece
  /// Whole documents are read until there are at least so many tokens; nil for all.
  public var tokens: Int?
  /// The part to collect.
  public var shard = CollectionShard.whole

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
  private static let batch = 256

  /// Reads the text and returns the snapshots to write, one a policy.
  ///
  /// With a policy that takes thresholds the text is read twice, the first time as a whole even for a shard.
  /// A document longer than the reader's limit comes in pieces, and each is collected as a document.
  ///
  /// - Parameter progress: called with how far it is; what it throws stops the collection.
  /// - Throws: `CorpusError`, `CollectionError`, `ParentError.differentSizes`.
  public func run(workers: Workers, progress: (CollectionProgress) throws -> Void) throws -> [SnapshotDraft] {
    let tagNames = try tagNames()
    let words = feature == .word && encoder.vocabulary == nil ? try wordCounting() : nil
    let (source, wholeSites) = try model.source(workers, shard)
    func encode(_ documents: [Document]) throws -> [EncodedDocument] {
      let encoded = try encoder.encode(documents, in: corpus.path, workers: workers)
      for document in encoded {
        try CollectedModelError.check(document.ids, rows: source.vocabularySize, path: model.path)
      }
      return encoded
    }
    let thresholds =
      policies.contains(where: \.kind.needsThresholds)
      ? try thresholds(source, encode, words) {
        try progress(CollectionProgress(isThresholdPass: true, tokens: $0))
      } : [:]
    let collector = try StageCollector(
      source, policies: policies, thresholds: thresholds, tagCount: tagNames.count,
      unknownToken: encoder.unknownID, specialTokens: encoder.specialIDs, skippedStarts: skippedStarts,
      parent: try parent?.source(workers, shard).source, parentBytes: parentBytes,
      wholeSites: wholeSites, featureCount: words?.table.names.count)
    // A whole collection is one shard of one: it too says that it covers blocks that no document falls into.
    let covered = PreferenceCollector.blocks(
      ofShard: shard.text, of: shard.textCount, blockCount: collector.blockCount)
    collector.cover(blocks: covered)
    let isCovered = Set(covered)
    var batch = DocumentBatch(
      vocabulary: encoder.vocabulary, words: words, encode: encode, tagger: tagger, tagNames: tagNames,
      tagSet: corpus.tagSet)
    func tell(_ tokens: Int) throws {
      try progress(
        CollectionProgress(isThresholdPass: false, tokens: tokens, unknownWords: batch.unknownWords))
    }
    var (next, read) = (0, 0)
    let summary = try CorpusReader(corpus, vocabulary: encoder.vocabulary).forEachDocument { document in
      // A file need not be read further; standard input must, for what it was can't be asked again.
      if let tokens, read >= tokens { return corpus.path == "-" }
      read += document.count
      if isCovered.contains(next % collector.blockCount) {
        batch.append(document, at: next)
        if batch.count == Self.batch {
          try batch.collect(into: collector, workers)
          try tell(collector.tokens)
        }
      }
      next += 1
      return true
    }
    try batch.collect(into: collector, workers)
    try tell(collector.tokens)
    var origin = origin
    if origin.corpusHash.isEmpty {
      origin.corpusHash = try summary.sha256 ?? SHA256.hexDigest(ofFileAt: corpus.path)
    }
    origin.corpusHash = corpusDigest(origin.corpusHash, tokens: tokens)
    origin.tokenizer = encoder.identity(corpus.tokenization)
    if let words { origin.countWords(words.pooling.rawValue) }
    if let tagger { origin.tagger = tagger.provenance }
    if let reader = source as? TransformerReader {
      origin.notes["window"] = "\(reader.window)"
      origin.notes["overlap"] = "\(reader.overlap)"
    }
    if !tagNames.isEmpty {
      origin.notes["tags_from_input"] = "\(batch.sources.fromInput)"
      origin.notes["tags_from_tagger"] = "\(batch.sources.fromTagger)"
    }
    return collector.drafts(
      origin: origin, vocabulary: words?.table.names ?? encoder.names(count: source.vocabularySize),
      tagNames: tagNames)
  }

  /// How words are counted: a first pass over the text finds them.
  private func wordCounting() throws -> WordCounting {
    let seesBothSides = if case .transformer(let model, _) = model { !model.isCausal } else { false }
    return WordCounting(
      table: try WordTable(corpus, tokens: tokens), pooling: seesBothSides ? .strongest : .last)
  }

  /// The first pass: each neuron's thresholds over the whole text.
  private func thresholds(
    _ source: any ActivationSource, _ encode: ([Document]) throws -> [EncodedDocument],
    _ words: WordCounting?, progress: (Int) throws -> Void
  ) throws -> [CollectionPolicy: [Float]] {
    let search = ThresholdSearch(
      source, specialTokens: encoder.specialIDs, skippedStarts: skippedStarts)
    func add(_ documents: [Document]) throws {
      let encoded = try encode(documents)
      let counted = words?.count(documents, encoded)
      search.add(counted?.ids ?? encoded.map(\.ids), words: counted?.reading)
    }
    var batch: [Document] = []
    var read = 0
    try CorpusReader(corpus, vocabulary: encoder.vocabulary).forEachDocument { document in
      if let tokens, read >= tokens { return false }
      read += document.count
      batch.append(document)
      if batch.count == Self.batch {
        try add(batch)
        batch.removeAll(keepingCapacity: true)
        try progress(read)
      }
      return true
    }
    try add(batch)
    try progress(read)
    return search.thresholds(for: policies)
  }

  /// The tags that may turn up: the tagger's, and those of a text that carries its own, which is read once
  /// for them.
  private func tagNames() throws -> [String] {
    var names = Set(tagger?.tagNames(corpus.tagSet) ?? [])
    if corpus.format.kind.hasTags || corpus.tagColumn != nil {
      try CorpusReader(corpus, vocabulary: encoder.vocabulary).forEachDocument { document in
        names.formUnion(document.tags ?? [])
        return true
      }
      names.remove("_")
    }
    return names.sorted()
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

/// Documents on their way to the collector.
private struct DocumentBatch {
  let vocabulary: Vocabulary?
  let words: WordCounting?
  let encode: ([Document]) throws -> [EncodedDocument]
  let tagger: PartOfSpeechTagger?
  let tagSet: TagSet
  private(set) var sources = PartOfSpeechTagger.TagSources()
  private let tagIDs: [String: Int32]
  private(set) var unknownWords = UnknownWords()
  private var documents: [Document] = []
  private var places: [Int] = []

  init(
    vocabulary: Vocabulary?, words: WordCounting?, encode: @escaping ([Document]) throws -> [EncodedDocument],
    tagger: PartOfSpeechTagger?, tagNames: [String], tagSet: TagSet
  ) {
    self.vocabulary = vocabulary
    self.words = words
    self.encode = encode
    self.tagger = tagger
    self.tagSet = tagSet
    tagIDs = Dictionary(uniqueKeysWithValues: tagNames.enumerated().map { ($1, Int32($0)) })
  }

  var count: Int { documents.count }

  mutating func append(_ document: Document, at place: Int) {
    documents.append(document)
    places.append(place)
  }

  /// Tags what is untagged and hands everything on.
  mutating func collect(into collector: StageCollector, _ workers: Workers) throws {
    if let vocabulary {
      for document in documents { unknownWords.add(document, vocabulary) }
    }
    tag(workers)
    let encoded = try encode(documents)
    let counted = words?.count(documents, encoded)
    let tags = documents.indices.map { index -> [Int32] in
      // The word of each token that is counted.
      let places = counted?.reading.documents[index].words.map { Int32($0) } ?? encoded[index].words
      guard let names = documents[index].tags else { return [Int32](repeating: -1, count: places.count) }
      let words: [Int32] = names.map { tagIDs[$0] ?? -1 }
      return places.map { word -> Int32 in word < 0 ? -1 : words[Int(word)] }
    }
    collector.add(
      counted?.ids ?? encoded.map(\.ids), tags: tagIDs.isEmpty ? nil : tags, at: places,
      words: counted?.reading)
    documents.removeAll(keepingCapacity: true)
    places.removeAll(keepingCapacity: true)
  }

  private mutating func tag(_ workers: Workers) {
    guard let tagger else {
      for document in documents { sources.fromInput += document.tags?.count { $0 != "_" } ?? 0 }
      return
    }
    let results = IndexedResults(documents.map { ($0, PartOfSpeechTagger.TagSources()) })
    let tagSet = tagSet
    workers.forEach(documents.count) { index in
      results.values[index].1 = tagger.addTags(to: &results.values[index].0, tagSet: tagSet)
    }
    documents = results.values.map(\.0)
    for (_, found) in results.values { sources += found }
  }
}

/// What identifies the text of a stage: the file, and how much of it was read.
func corpusDigest(_ file: String, tokens: Int?) -> String {
  tokens.map { recipeDigest([file, "tokens \($0)"]) } ?? file
}
