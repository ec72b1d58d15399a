import Corpora
import Kernels
import NeuronPreferences
import Sites
import Tagging
import Transformers

/// What is found out before documents are collected, and serves every pass over the text.
struct CollectionPreparation {
  /// What reads the text, at the sites of the shard.
  let source: any ActivationSource
  /// What the model descends from, to read the text beside it.
  let parent: (any ActivationSource)?
  /// All sites of the model.
  let wholeSites: SiteList
  /// The tags that may turn up.
  let tagNames: [String]
  /// What counts words in place of tokens.
  let words: WordCounting?
  /// Each neuron's thresholds over the whole text, where a policy needs them.
  var thresholds: [CollectionPolicy: [Float]] = [:]

  /// The tokens of some documents, each of which the model has an embedding for.
  ///
  /// - Throws: `TokenizerError`, `CorpusError`, `CollectedModelError`.
  func encode(
    _ documents: [Document], _ collection: CorpusCollection, _ workers: Workers
  ) throws -> [EncodedDocument] {
    let encoded = try collection.encoder.encode(documents, in: collection.corpus.path, workers: workers)
    for document in encoded {
      try CollectedModelError.check(
        document.ids, rows: source.vocabularySize, path: collection.model.path)
    }
    return encoded
  }

  /// Features that stand for no text; there are none among words.
  func specialIDs(_ collection: CorpusCollection) -> Set<Int32> {
    words == nil ? collection.encoder.specialIDs : []
  }

  /// An empty collector.
  ///
  /// - Throws: `CollectionError`, `ParentError.differentSizes`.
  func collector(_ collection: CorpusCollection) throws -> StageCollector {
    try StageCollector(
      source, policies: collection.policies, thresholds: thresholds, tagCount: tagNames.count,
      unknownToken: words == nil ? collection.encoder.unknownID : nil, specialTokens: specialIDs(collection),
      skippedStarts: collection.skippedStarts, contexts: collection.contexts, parent: parent,
      parentBytes: collection.parentBytes,
      wholeSites: wholeSites, featureCount: words?.table.names.count)
  }

  /// What the snapshot says of how its text was read.
  func origin(_ collection: CorpusCollection) -> SnapshotOrigin {
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
  func featureNames(_ collection: CorpusCollection) -> [String] {
    words?.table.names ?? collection.encoder.names(count: source.vocabularySize)
  }
}

extension CorpusCollection {
  /// Opens what reads the text, and finds out what has to be known of all of it first.
  func prepare(
    _ workers: Workers, _ progress: (CollectionProgress) throws -> Void
  ) throws -> CollectionPreparation {
    var prepared = try open(workers)
    if policies.contains(where: \.kind.needsThresholds) {
      prepared.thresholds = try sketch(prepared, workers, progress).thresholds(for: policies)
    }
    return prepared
  }

  /// The same without thresholds.
  func open(_ workers: Workers) throws -> CollectionPreparation {
    let tagNames = try tagNames()
    let words = feature == .word && encoder.vocabulary == nil ? try wordCounting() : nil
    let (source, wholeSites) = try model.source(workers, shard)
    return CollectionPreparation(
      source: source, parent: try parent?.source(workers, shard).source, wholeSites: wholeSites,
      tagNames: tagNames, words: words)
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
