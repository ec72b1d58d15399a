import Corpora
import LanguageModels
import NeuronPreferences
import TensorFiles

extension RunPipeline {
  /// Takes the snapshot of a stage, unless one of the same recipe is there.
  func collect(_ stage: StageSettings) throws {
    let checkpointPath = folder.checkpoint(stage.checkpoint)
    let corpus = try corpus(named: stage.corpus).description
    let digest = try fileDigest(checkpointPath)
    let parent = try parentDigest(of: stage)
    let recipe = recipeDigest(
      [
        "stage", stage.name, digest, try fileDigest(corpus.path), try vocabularyDigest(),
        "tokens \(stage.tokens ?? 0)", "policy \(CollectionPolicy.max1)", "tags \(corpus.tagSet.rawValue)",
        try tagger()?.provenance ?? "untagged",
      ] + (parent.map { ["parent \($0.digest)"] } ?? []))
    let path = folder.snapshot(stage.name)
    if folder.exists(path) {
      guard try Snapshot(path: path).origin.notes["recipe"] == recipe else {
        throw RunError.stale(path: path, setting: "stages")
      }
      tell(.upToDate(path: path))
      return
    }
    let checkpoint = try Checkpoint(contentsOf: checkpointPath)
    let vocabulary = try vocabulary()
    try checkpoint.requireVocabulary(vocabulary.count, path: folder.vocabulary)
    var collection = CorpusCollection(
      checkpoint: checkpoint,
      origin: SnapshotOrigin(
        stage: stage.name, checkpoint: stage.checkpoint, checkpointHash: digest,
        lineage: [checkpoint.metadata["lineage"] ?? digest], corpus: stage.corpus,
        corpusHash: try fileDigest(corpus.path), seed: description.seed,
        program: "txray", notes: ["recipe": recipe, "label": stage.label]),
      vocabulary: vocabulary, corpus: corpus)
    if let parent {
      let checkpoint = try Checkpoint(contentsOf: folder.checkpoint(parent.name))
      try collection.compare(with: checkpoint, digest: parent.digest)
    }
    collection.tokens = stage.tokens
    collection.tagger = try tagger()
    let draft = try collection.run(workers: workers) { done in
      if isCancelled() { throw RunError.interrupted(checkpoint: nil, savedEpochs: 0) }
      tell(.collecting(stage: stage.name, done: done, total: stage.tokens))
    }
    try draft.write(to: path)
    tell(.collected(stage: stage.name, tokens: draft.counts.tokensScanned, path: path))
  }

  /// The checkpoint that reads a stage's text beside its own: the one that `run.toml` names for the stage, or
  /// the one that a fine-tuned checkpoint was trained from; nil for none.
  private func parentDigest(of stage: StageSettings) throws -> (name: String, digest: String)? {
    if let name = stage.parent { return (name, try fileDigest(folder.checkpoint(name))) }
    let facts = try SafetensorsFile(path: folder.checkpoint(stage.checkpoint)).metadata
    guard let name = facts["parent"], RunFolder.staysInside(name), let digest = facts["parent_sha256"],
      folder.exists(folder.checkpoint(name)), try fileDigest(folder.checkpoint(name)) == digest
    else { return nil }
    return (name, digest)
  }

  /// The tagger that the run asks for.
  private func tagger() throws -> PartOfSpeechTagger? {
    guard description.usesTagger else { return nil }
    if loadedTagger == nil { loadedTagger = try PartOfSpeechTagger.english() }
    return loadedTagger
  }
}
