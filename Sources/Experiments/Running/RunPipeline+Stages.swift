import Corpora
import LanguageModels
import NeuronPreferences

extension RunPipeline {
  /// Documents collected between two reports of progress.
  private static let batch = 256

  /// Takes the snapshot of a stage, unless one of the same recipe is there.
  func collect(_ stage: StageSettings) throws {
    let checkpointPath = folder.checkpoint(stage.checkpoint)
    let text = try encodedCorpus(named: stage.corpus)
    let digest = try SHA256.hexDigest(ofFileAt: checkpointPath)
    let recipe = recipeDigest([
      "stage", stage.name, digest, text.sha256, try vocabularyDigest(), "tokens \(stage.tokens ?? 0)",
      "policy \(CollectionPolicy.max1)",
    ])
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
    let documents = text.prefix(tokens: stage.tokens)
    let total = documents.reduce(0) { $0 + $1.count }
    let collector = try StageCollector(
      checkpoint.encoder, policy: .max1, unknownToken: vocabulary.unknownID, workers: workers)
    for start in stride(from: documents.startIndex, to: documents.endIndex, by: Self.batch) {
      if isCancelled() { throw RunError.interrupted(checkpoint: nil, savedEpochs: 0) }
      tell(.collecting(stage: stage.name, done: collector.tokens, total: total))
      let range = start..<min(start + Self.batch, documents.endIndex)
      collector.add(Array(documents[range]), at: Array(range))
    }
    let origin = SnapshotOrigin(
      stage: stage.name, checkpoint: stage.checkpoint, checkpointHash: digest,
      lineage: checkpoint.metadata["lineage"].map { [$0] } ?? [], corpus: stage.corpus,
      corpusHash: corpusDigest(text.sha256, tokens: stage.tokens),
      tokenizer: try corpus(named: stage.corpus).description.tokenization.rawValue,
      seed: description.seed, program: "txray", notes: ["recipe": recipe, "label": stage.label])
    try collector.draft(origin: origin, vocabulary: vocabulary.tokens).write(to: path)
    tell(.collected(stage: stage.name, tokens: collector.tokens, path: path))
  }
}
