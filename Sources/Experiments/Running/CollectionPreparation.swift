import Corpora
import Kernels
import NeuronPreferences
import Sites
import Tagging
import Transformers

/// What is found out before documents are collected, and serves every pass over the text.
struct CollectionPreparation {
  /// What is collected.
  let collection: CorpusCollection
  let workers: Workers
  /// What reads the text, at the sites of the shard.
  let source: any ActivationSource
  /// All sites of the model.
  let wholeSites: SiteList
  /// What counts words in place of tokens.
  let words: WordCounting?
  /// What the model descends from, to read the text beside it.
  var parent: (any ActivationSource)?
  /// The tags that may turn up.
  var tagNames: [String] = []
  /// Each neuron's thresholds over the whole text, where a policy needs them.
  var thresholds: [CollectionPolicy: [Float]] = [:]

  /// The tokens of some documents, each of which the model has an embedding for.
  ///
  /// - Throws: `TokenizerError`, `CorpusError`, `CollectedModelError`.
  func encode(_ documents: [Document]) throws -> [EncodedDocument] {
    let encoded = try collection.encoder.encode(documents, in: collection.corpus.path, workers: workers)
    for document in encoded {
      try CollectedModelError.check(
        document.ids, rows: source.vocabularySize, path: collection.model.path)
    }
    return encoded
  }

  /// Features that stand for no text; there are none among words.
  var specialIDs: Set<Int32> {
    words == nil ? collection.encoder.specialIDs : []
  }

  /// An empty collector.
  ///
  /// - Throws: `CollectionError`, `ParentError.differentSizes`.
  func collector() throws -> StageCollector {
    try StageCollector(
      source, policies: collection.policies, thresholds: thresholds, tagCount: tagNames.count,
      unknownToken: words == nil ? collection.encoder.unknownID : nil, specialTokens: specialIDs,
      skippedStarts: collection.skippedStarts, contexts: collection.contexts, parent: parent,
      parentBytes: collection.parentBytes,
      wholeSites: wholeSites, featureCount: words?.table.names.count)
  }

  /// What the snapshot says of how its text was read.
  func origin() -> SnapshotOrigin {
    var origin = collection.origin
    origin.tokenizer = collection.encoder.identity(collection.corpus.tokenization)
    if let words { origin.countWords(words.pooling.rawValue) }
    if let tagger = collection.tagger { origin.tagger = tagger.provenance }
    if let reader = source as? TransformerReader {
      origin.notes["window"] = "\(reader.window)"
      origin.notes["overlap"] = "\(reader.overlap)"
    }
    return origin
  }

  /// What the features are called.
  func featureNames() -> [String] {
    words?.table.names ?? collection.encoder.names(count: source.vocabularySize)
  }
}

extension CorpusCollection {
  /// Opens what reads the text, and finds out what has to be known of all of it first.
  func prepare(
    _ workers: Workers, _ progress: (CollectionProgress) throws -> Void
  ) throws -> CollectionPreparation {
    var prepared = try open(workers)
    prepared.tagNames = try tagNames()
    prepared.parent = try parent?.source(workers, shard).source
    if policies.contains(where: \.kind.needsThresholds) {
      prepared.thresholds = try sketch(prepared, progress).thresholds(for: policies)
    }
    return prepared
  }

  /// The model and what counts its tokens, all that a first pass takes: no tags, and nothing of the parent.
  func open(_ workers: Workers) throws -> CollectionPreparation {
    let words = feature == .word && encoder.vocabulary == nil ? try wordCounting() : nil
    let (source, wholeSites) = try model.source(workers, shard)
    return CollectionPreparation(
      collection: self, workers: workers, source: source, wholeSites: wholeSites, words: words)
  }

  /// How words are counted: a first pass over the text finds them.
  func wordCounting() throws -> WordCounting {
    let seesBothSides = if case .transformer(let model, _) = model { !model.isCausal } else { false }
    return WordCounting(
      table: try WordTable(corpus, tokens: tokens), pooling: seesBothSides ? .strongest : .last)
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
