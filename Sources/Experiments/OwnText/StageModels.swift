import Corpora
import Files
import Kernels
import NeuronPreferences
import Runs
import Sites
import Synchronization
import Transformers

/// The models that snapshots were taken from, for reading another text with them as the collection read its own:
/// the same tokens, sites and windows. Models stay loaded between texts.
public final class StageModels: Sendable {
  /// Models of so many bytes of weights are kept, and of more the latest one alone.
  private let keptBytes: Int

  private struct Cache {
    var models: [String: OpenedModel] = [:]
    var vocabularies: [String: Vocabulary] = [:]
    var bytes = 0
  }

  private let folder: RunFolder
  private let workers: Workers
  private let cache = Mutex(Cache())

  /// The models of a run's stages, or of snapshots that lie together in a folder.
  public convenience init(_ folder: RunFolder, workers: Workers) {
    self.init(folder, workers: workers, keptBytes: 512 << 20)
  }

  package init(_ folder: RunFolder, workers: Workers, keptBytes: Int) {
    (self.folder, self.workers, self.keptBytes) = (folder, workers, keptBytes)
  }

  /// Runs a text through the model of a stage, all sites of its snapshot in one pass. The state of a recurrent model
  /// starts at zero.
  ///
  /// - Parameters:
  ///   - label: what the stage is called in errors.
  ///   - limit: how many tokens are read at most; of pieces only whole words.
  /// - Throws: `StageModelError`, `RunError.missingModel`, `CheckpointError`, `TransformerError`, `TokenizerError`,
  ///   `CorpusError`, `FileError`.
  public func read(
    _ text: String, as snapshot: Snapshot, label: String, limit: Int = .max
  ) throws -> StageActivations {
    let opened = try model(of: snapshot, label: label)
    let encoder = try encoder(for: opened, snapshot)
    let document =
      encoder.vocabulary.map {
        Document(text: text, tokenization: Self.tokenization(of: snapshot), keepingTokensOf: $0)
      } ?? Document(text: text, tokenization: .english)
    let encoded = try EncodedText(document, encoder, limit: limit, name: opened.names(snapshot))
    let source = try opened.collected(snapshot).source(workers)
    let known = snapshot.origin.wordPooling == nil ? snapshot.tokens.featureCount : .max
    try CollectedModelError.check(
      encoded.ids, rows: min(source.vocabularySize, known), path: opened.path)
    return StageActivations(
      tokens: encoded.tokens, unit: encoder.vocabulary == nil ? .piece : .word, isKnown: encoded.isKnown,
      omitted: encoded.omitted, values: try values(encoded, of: source, snapshot, path: opened.path))
  }

  /// What a neuron of a stage does to the logits of tokens by its output weights, and what the tokens are called.
  ///
  /// - Parameter count: how many tokens at either end.
  /// - Throws: as ``read(_:as:label:limit:)``; `StageModelError.noLogits` where no head of tokens reads the neuron, or
  ///   the snapshot doesn't have it.
  public func logitEffects(
    of neuron: NeuronID, as snapshot: Snapshot, label: String, count: Int
  ) throws -> (effects: LogitEffects, name: (Int32) -> String) {
    let opened = try model(of: snapshot, label: label)
    _ = try sites(of: snapshot, among: opened.collected(snapshot).siteList(), path: opened.path)
    guard snapshot.sites.row(of: neuron) != nil else {
      throw StageModelError.noLogits(stage: label, neuron: neuron)
    }
    return (
      try opened.logitEffects(of: neuron, count: count, label: label), opened.names(snapshot)
    )
  }

  /// The activations `[T, N]` of the tokens that stand for text.
  private func values(
    _ text: EncodedText, of source: any ActivationSource, _ snapshot: Snapshot, path: String
  ) throws -> [Float] {
    let sites = try sites(of: snapshot, among: source.sites, path: path)
    let neurons = snapshot.sites.neuronCount
    let results = IndexedResults(repeating: Float(0), count: text.tokens.count * neurons)
    source.read([text.ids]) { chunk in
      guard let start = results.values.baseAddress else { return }
      for (site, firstRow) in sites {
        let activations = chunk.activations(site: site)
        for (place, token) in chunk.tokens.enumerated() {
          guard let row = text.rows[token] else { continue }
          (start + row * neurons + firstRow)
            .update(from: activations.start + place * activations.stride, count: activations.width)
        }
      }
    }
    return Array(results.values)
  }

  /// The places of the snapshot's sites in the model's list, with the row of the first neuron of each.
  private func sites(
    of snapshot: Snapshot, among own: SiteList, path: String
  ) throws -> [(site: Int, firstRow: Int)] {
    try snapshot.sites.sites.map { site in
      guard
        let place = own.sites.firstIndex(where: { ($0.name, $0.neurons) == (site.name, site.neurons) })
      else {
        throw StageModelError.otherSites(
          path: path, found: own.description, expected: snapshot.sites.description)
      }
      return (place, site.firstRow)
    }
  }

  /// How the text of a snapshot was cut into words.
  private static func tokenization(of snapshot: Snapshot) -> Tokenization {
    Tokenization(rawValue: snapshot.origin.tokenizer) ?? .english
  }

  /// What the snapshot's text was encoded by: for a recurrent model its own list of tokens.
  private func encoder(for model: OpenedModel, _ snapshot: Snapshot) throws -> DocumentEncoder {
    if let encoder = model.encoder { return encoder }
    if let known = cache.withLock({ $0.vocabularies[snapshot.path] }) { return .words(known) }
    let names = (0..<snapshot.tokens.featureCount).map { snapshot.tokens.name(of: $0) }
    let vocabulary = try Vocabulary(tokens: names, path: snapshot.path)
    try model.require(vocabulary, path: snapshot.path)
    cache.withLock { $0.vocabularies[snapshot.path] = vocabulary }
    return .words(vocabulary)
  }

  /// The model that the snapshot was taken from, and no other of the same name.
  private func model(of snapshot: Snapshot, label: String) throws -> OpenedModel {
    let origin = snapshot.origin
    let key = origin.checkpoint + " " + origin.checkpointHash + " " + origin.tokenizer
    if let known = cache.withLock({ $0.models[key] }) { return known }
    let (reference, kind) = try reference(to: origin, label: label)
    let opened = try OpenedModel(reference, kind, of: snapshot, label: label)
    return cache.withLock { cache in
      // Another thread may have opened it meanwhile.
      if let known = cache.models[key] { return known }
      if cache.bytes + opened.memory > keptBytes { (cache.models, cache.bytes) = ([:], 0) }
      cache.models[key] = opened
      cache.bytes += opened.memory
      return opened
    }
  }

  /// In a run a checkpoint has a name, under which it lies in the run or elsewhere. What `txray collect` wrote by itself
  /// names a file or folder, which is opened only where the snapshot also tells its digest: nobody's snapshot opens any
  /// file.
  private func reference(
    to origin: SnapshotOrigin, label: String
  ) throws -> (model: ModelReference, kind: ModelReference.Kind) {
    let name = origin.checkpoint
    let inRun = folder.checkpoint(name.isEmpty ? "?" : name)
    if folder.exists(inRun) { return (ModelReference(name: name, paths: [inRun]), .recurrent) }
    if let model = try ModelReference.all(in: folder)[name] { return (model, try model.kind()) }
    let isOutside = !folder.exists(folder.settings) && !origin.checkpointHash.isEmpty
    guard isOutside, isRegularFile(name) || Transformer.isOne(path: name) else {
      throw StageModelError.noCheckpoint(stage: label, path: isOutside && name.contains("/") ? name : inRun)
    }
    let model = ModelReference(name: name, paths: [name])
    return (model, try model.kind())
  }
}
