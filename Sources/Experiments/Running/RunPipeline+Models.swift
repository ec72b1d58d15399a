import Corpora
import Files
import Glibc
import LanguageModels
import NeuronPreferences
import Transformers

extension RunPipeline {
  /// The weights of a stage; what lies outside of the run is named before it is read. O(bytes) the first time.
  ///
  /// - Throws: `RunError.missingModel`, `FileError`, `TransformerError`, `TensorFileError`.
  func weights(of source: StageSource) throws -> StageWeights {
    if let known = openedWeights[source] { return known }
    let weights: StageWeights
    switch source {
    case .checkpoint(let name):
      let path = folder.checkpoint(name)
      weights = StageWeights(
        name: name, kind: .recurrent(path: path, vocabulary: nil), digest: try fileDigest(path))
    case .model(let name):
      guard let model = description.models[name] else { preconditionFailure("checked when read") }
      weights = try open(model)
    }
    openedWeights[source] = weights
    return weights
  }

  private func open(_ model: ModelReference) throws -> StageWeights {
    switch try model.kind() {
    case .recurrent:
      announce(model, [model.paths[0]])
      return StageWeights(
        name: model.name, kind: .recurrent(path: model.paths[0], vocabulary: model.tokenizer),
        digest: try fileDigest(model.paths[0]), ancestors: try ancestors(of: model))
    case .transformer:
      let transformer = try TransformerFolder(
        path: model.paths[0], adapter: model.adapter, tokenizer: model.tokenizer)
      announce(model, transformer.model.weightFiles)
      return StageWeights(
        name: model.name, kind: .transformer(transformer), digest: try transformer.digest(),
        ancestors: try ancestors(of: model))
    case .recording:
      announce(model, model.paths)
      let digests = try model.paths.map { try fileDigest($0) }
      return StageWeights(
        name: model.name, kind: .recording(model.paths),
        digest: digests.count == 1 ? digests[0] : recipeDigest(digests.sorted()))
    }
  }

  private func announce(_ model: ModelReference, _ files: [String]) {
    var status = stat()
    let bytes = files.reduce(0) { $0 + (stat($1, &status) == 0 ? Int(status.st_size) : 0) }
    tell(.opening(model: model.name, path: model.paths.joined(separator: " "), bytes: bytes))
  }

  /// The models that one is said to descend from, as far as their weights are at hand.
  private func ancestors(of model: ModelReference) throws -> [String] {
    guard let name = model.parent else { return [] }
    let parent: StageWeights
    do {
      parent = try weights(of: .model(name))
    } catch RunError.missingModel {
      return []
    }
    return [SnapshotOrigin.identifier(ofFileWith: parent.digest)] + parent.ancestors
  }

  /// What turns text into the tokens of a stage's model; nil for a recording, which brings them.
  ///
  /// - Throws: `TokenizerError`, `CorpusError`, `RunError.noVocabulary`.
  func encoder(for weights: StageWeights) throws -> DocumentEncoder? {
    switch weights.kind {
    case .recurrent(let path, let own):
      guard own != nil || description.vocabulary != nil else {
        throw RunError.noVocabulary(model: weights.name, path: path)
      }
      return .words(try own.map { try Vocabulary(anyFileAt: $0) } ?? vocabulary())
    case .transformer(let folder): return .pieces(try folder.requiredTokenizer())
    case .recording: return nil
    }
  }

  /// The model of a stage, as collection takes it; nil for a recording.
  func collectedModel(_ weights: StageWeights, _ reading: TransformerReading) throws -> CollectedModel? {
    switch weights.kind {
    case .recurrent(let path, _): .recurrent(try Checkpoint(contentsOf: path))
    case .transformer(let folder): .transformer(folder.model, reading)
    case .recording: nil
    }
  }
}
