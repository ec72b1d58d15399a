import Corpora
import Files
import Glibc
import LanguageModels
import NeuronPreferences
import Sites
import Transformers

/// The model that a snapshot was taken from, found by its digest, with what cuts text into its tokens.
struct OpenedModel: Sendable {
  private let model: CollectedModel
  /// A transformer's tokenizer; nil where the snapshot's own list of tokens is the vocabulary.
  let encoder: DocumentEncoder?
  /// Bytes that it takes up, about.
  let memory: Int

  /// Opens what a reference names, if it is what the snapshot was taken from.
  ///
  /// - Throws: `StageModelError`, `RunError.missingModel`, `CheckpointError`, `TransformerError`, `TokenizerError`,
  ///   `TensorFileError`, `FileError`.
  init(_ model: ModelReference, _ kind: ModelReference.Kind, of snapshot: Snapshot, label: String) throws {
    let path = model.paths[0]
    func require(_ digest: @autoclosure () throws -> String) throws {
      let known = snapshot.origin.checkpointHash
      if !known.isEmpty, try digest() != known {
        throw StageModelError.otherCheckpoint(stage: label, path: path)
      }
    }
    switch kind {
    case .recurrent:
      try require(SHA256.hexDigest(ofFileAt: path))
      self.model = .recurrent(try Checkpoint(contentsOf: path))
      encoder = nil
      // Its packed weights too.
      memory = 2 * Self.bytes([path])
    case .transformer:
      let folder = try TransformerFolder(path: path, adapter: model.adapter, tokenizer: model.tokenizer)
      try require(folder.digest())
      let pieces = DocumentEncoder.pieces(try folder.requiredTokenizer())
      guard pieces.makesTokens(of: snapshot) else {
        throw StageModelError.otherTokenizer(stage: label, path: model.tokenizer ?? path)
      }
      self.model = .transformer(folder.model, TransformerReading())
      encoder = pieces
      memory = Self.bytes(folder.model.weightFiles)
    case .recording: throw StageModelError.onlyRecorded(stage: label, model: model.name)
    }
  }

  /// The file or folder.
  var path: String { model.path }

  /// The model, read where and as the snapshot's was.
  func collected(_ snapshot: Snapshot) -> CollectedModel {
    guard case .transformer(let transformer, _) = model else { return model }
    let notes = snapshot.origin.notes
    return .transformer(
      transformer,
      TransformerReading(
        sites: snapshot.sites.sites.map(\.name).joined(separator: ","),
        window: notes["window"].flatMap { Int($0) }, overlap: notes["overlap"].flatMap { Int($0) }))
  }

  /// What the model's tokens are called, by id: as the snapshot has them where it counts tokens. An id that has no name
  /// there is shown as it is.
  func names(_ snapshot: Snapshot) -> (Int32) -> String {
    guard snapshot.origin.wordPooling != nil, case .pieces(let tokenizer)? = encoder else {
      let known = 0..<snapshot.tokens.featureCount
      return { known.contains(Int($0)) ? snapshot.tokens.name(of: Int($0)) : "<id \($0)>" }
    }
    return { tokenizer.text(of: $0) ?? tokenizer.token($0) ?? "<id \($0)>" }
  }

  /// What a neuron's output weights do to the logits of tokens: through the decoder of a recurrent model's last layer,
  /// or, the norm before the head folded in, through that of a transformer.
  ///
  /// - Throws: `StageModelError.noLogits`, `TransformerError`.
  /// - Precondition: the neuron is one of the model's.
  func logitEffects(of neuron: NeuronID, count: Int, label: String) throws -> LogitEffects {
    switch model {
    case .transformer(let model, _):
      return try model.logitEffects(ofNeuron: neuron.index, site: neuron.site, count: count)
    case .recurrent(let checkpoint):
      guard case .languageModel(let model) = checkpoint.model, !neuron.site.isEmpty,
        neuron.site == checkpoint.encoder.siteList.sites.last?.name, checkpoint.encoder.stack != nil
      else { throw StageModelError.noLogits(stage: label, neuron: neuron) }
      let (weights, units) = (model.decoderWeights.values.pointer, model.decoderWeights.shape[1])
      let effects = (0..<model.decoderWeights.shape[0]).map { weights[$0 * units + neuron.index] }
      return LogitEffects(effects, count: count, foldsNorm: false)
    }
  }

  /// Makes sure that a recurrent model has an embedding for each token of the vocabulary.
  ///
  /// - Throws: `CheckpointError`.
  func require(_ vocabulary: Vocabulary, path: String) throws {
    if case .recurrent(let checkpoint) = model {
      try checkpoint.requireVocabulary(vocabulary.count, path: path)
    }
  }

  private static func bytes(_ paths: [String]) -> Int {
    var status = stat()
    return paths.reduce(0) { $0 + (stat($1, &status) == 0 ? Int(status.st_size) : 0) }
  }
}

extension DocumentEncoder {
  /// Whether the tokens of the snapshot are this encoder's. Files that differ in padding or truncation make the same.
  fileprivate func makesTokens(of snapshot: Snapshot) -> Bool {
    if snapshot.origin.tokenizerOfPieces == identity(.english) { return true }
    guard snapshot.origin.wordPooling == nil else { return false }
    let count = snapshot.tokens.featureCount
    return names(count: count).enumerated().allSatisfy { id, name in
      snapshot.tokens.name(of: id).utf8.elementsEqual(name.utf8)
    }
  }
}
