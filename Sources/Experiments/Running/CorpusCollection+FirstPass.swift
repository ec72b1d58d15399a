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
    try sketch(open(workers), shard, progress)
  }

  /// How often each neuron reaches how far over the whole text.
  func sketch(
    _ prepared: CollectionPreparation, _ progress: (CollectionProgress) throws -> Void
  ) throws -> QuantileSketch {
    guard let firstPass else { return try sketch(prepared, .whole, progress) }
    return try QuantileSketch(
      sumOf: firstPass.paths, neurons: prepared.source.sites.neuronCount, recipe: firstPass.recipe)
  }

  private func sketch(
    _ prepared: CollectionPreparation, _ shard: CollectionShard,
    _ progress: (CollectionProgress) throws -> Void
  ) throws -> QuantileSketch {
    let search = ThresholdSearch(
      prepared.source, specialTokens: prepared.specialIDs, skippedStarts: skippedStarts)
    let blockCount = CollectionPlan.usualBlockCount
    let isCovered = Set(
      PreferenceCollector.blocks(ofShard: shard.text, of: shard.textCount, blockCount: blockCount))
    var batch: [Document] = []
    var (next, searched) = (0, 0)
    func addBatch() throws {
      let encoded = try prepared.encode(batch)
      let counted = try prepared.words?.count(batch, encoded)
      search.add(counted?.ids ?? encoded.map(\.ids), words: counted?.reading)
      searched += batch.reduce(0) { $0 + $1.count }
      batch.removeAll(keepingCapacity: true)
      try progress(CollectionProgress(isThresholdPass: true, tokens: searched))
    }
    try CorpusReader(corpus, vocabulary: encoder.vocabulary).forEachDocument(upTo: tokens) { document in
      if isCovered.contains(next % blockCount) { batch.append(document) }
      next += 1
      if batch.count == Self.batch { try addBatch() }
    }
    try addBatch()
    return search.sketch()
  }
}
