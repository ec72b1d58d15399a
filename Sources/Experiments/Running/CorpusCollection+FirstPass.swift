import Corpora
import Kernels
import NeuronPreferences
import Sites

extension CorpusCollection {
  /// The first pass over the shard's part of the text: how often each neuron reaches how far. What all parts give adds up
  /// to what the thresholds of the whole are read off.
  ///
  /// - Throws: as ``run(workers:progress:)``.
  public func firstPass(
    workers: Workers, progress: (CollectionProgress) throws -> Void
  ) throws -> QuantileSketch {
    try sketch(model.source(workers, shard).source, shard, workers, progress)
  }

  /// How often each neuron reaches how far over the whole text.
  func sketch(
    _ source: any ActivationSource, _ workers: Workers, _ progress: (CollectionProgress) throws -> Void
  ) throws -> QuantileSketch {
    guard let firstPass else { return try sketch(source, .whole, workers, progress) }
    return try QuantileSketch(
      sumOf: firstPass.paths, neurons: source.sites.neuronCount, recipe: firstPass.recipe)
  }

  private func sketch(
    _ source: any ActivationSource, _ shard: CollectionShard, _ workers: Workers,
    _ progress: (CollectionProgress) throws -> Void
  ) throws -> QuantileSketch {
    let found = ThresholdSearch(
      source, specialTokens: encoder.specialIDs, skippedStarts: skippedStarts)
    let blockCount = CollectionPlan.usualBlockCount
    let isCovered = Set(
      PreferenceCollector.blocks(ofShard: shard.text, of: shard.textCount, blockCount: blockCount))
    var batch: [Document] = []
    var (next, read, searched) = (0, 0, 0)
    func search(_ documents: [Document]) throws {
      found.add(try encode(documents, for: source, workers).map(\.ids))
      searched += documents.reduce(0) { $0 + $1.count }
      try progress(CollectionProgress(isThresholdPass: true, tokens: searched))
    }
    try CorpusReader(corpus, vocabulary: encoder.vocabulary).forEachDocument { document in
      if let tokens, read >= tokens { return false }
      read += document.count
      if isCovered.contains(next % blockCount) { batch.append(document) }
      next += 1
      if batch.count == Self.batch {
        try search(batch)
        batch.removeAll(keepingCapacity: true)
      }
      return true
    }
    try search(batch)
    return found.sketch()
  }

  /// The documents' tokens.
  ///
  /// - Throws: `CollectedModelError.tokenBeyondEmbedding`, or what the tokenizer gives.
  func encode(
    _ documents: [Document], for source: any ActivationSource, _ workers: Workers
  ) throws -> [EncodedDocument] {
    let encoded = try encoder.encode(documents, in: corpus.path, workers: workers)
    for document in encoded {
      try CollectedModelError.check(document.ids, rows: source.vocabularySize, path: model.path)
    }
    return encoded
  }
}
