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
    try sketch(open(workers), shard, workers, progress)
  }

  /// How often each neuron reaches how far over the whole text.
  func sketch(
    _ prepared: CollectionPreparation, _ workers: Workers, _ progress: (CollectionProgress) throws -> Void
  ) throws -> QuantileSketch {
    guard let firstPass else { return try sketch(prepared, .whole, workers, progress) }
    return try QuantileSketch(
      sumOf: firstPass.paths, neurons: prepared.source.sites.neuronCount, recipe: firstPass.recipe)
  }

  private func sketch(
    _ prepared: CollectionPreparation, _ shard: CollectionShard, _ workers: Workers,
    _ progress: (CollectionProgress) throws -> Void
  ) throws -> QuantileSketch {
    let search = ThresholdSearch(
      prepared.source, specialTokens: prepared.specialIDs(self), skippedStarts: skippedStarts)
    let blockCount = CollectionPlan.usualBlockCount
    let isCovered = Set(
      PreferenceCollector.blocks(ofShard: shard.text, of: shard.textCount, blockCount: blockCount))
    var batch: [Document] = []
    var (next, read, searched) = (0, 0, 0)
    func addBatch() throws {
      let encoded = try prepared.encode(batch, self, workers)
      let counted = prepared.words?.count(batch, encoded)
      search.add(counted?.ids ?? encoded.map(\.ids), words: counted?.reading)
      searched += batch.reduce(0) { $0 + $1.count }
      batch.removeAll(keepingCapacity: true)
      try progress(CollectionProgress(isThresholdPass: true, tokens: searched))
    }
    try CorpusReader(corpus, vocabulary: encoder.vocabulary).forEachDocument { document in
      if let tokens, read >= tokens { return false }
      read += document.count
      if isCovered.contains(next % blockCount) { batch.append(document) }
      next += 1
      if batch.count == Self.batch { try addBatch() }
      return true
    }
    try addBatch()
    return search.sketch()
  }
}
