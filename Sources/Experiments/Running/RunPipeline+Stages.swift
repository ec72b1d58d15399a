import Corpora
import LanguageModels
import NeuronPreferences
import Runs
import Tagging
import TensorFiles

extension RunPipeline {
  /// Takes the snapshots of all stages, but for those of which one of the same recipe is there. Stages that
  /// differ by policy only are collected in one pass over the text.
  func collectStages() throws {
    var passes: [[StageJob]] = []
    for stage in description.stages {
      guard let job = try job(for: stage) else { continue }
      if let pass = passes.firstIndex(where: { $0[0].sharesPass(with: job) }) {
        passes[pass].append(job)
      } else {
        passes.append([job])
      }
    }
    for jobs in passes { try collect(jobs) }
  }

  /// A snapshot that is to be taken.
  private struct StageJob {
    let stage: StageSettings
    let checkpointDigest: String
    let parent: (name: String, digest: String)?
    let recipe: String

    func sharesPass(with other: StageJob) -> Bool {
      checkpointDigest == other.checkpointDigest && parent?.digest == other.parent?.digest
        && stage.corpus == other.stage.corpus && stage.tokens == other.stage.tokens
        && stage.skippedStarts == other.stage.skippedStarts
    }
  }

  /// What is to be done for a stage; nil if its snapshot is there.
  private func job(for stage: StageSettings) throws -> StageJob? {
    let corpus = try corpus(named: stage.corpus).description
    let digest = try fileDigest(folder.checkpoint(stage.checkpoint))
    let parent = try parentDigest(of: stage)
    var recipe = [
      "stage", stage.name, digest, try fileDigest(corpus.path), try vocabularyDigest(),
      "tokens \(stage.tokens ?? 0)", "policy \(stage.policy)", "tags \(corpus.tagSet.rawValue)",
      try tagger()?.provenance ?? "untagged",
    ]
    if let parent { recipe.append("parent \(parent.digest)") }
    if stage.skippedStarts > 0 { recipe.append("skipped starts \(stage.skippedStarts)") }
    let job = StageJob(
      stage: stage, checkpointDigest: digest, parent: parent, recipe: recipeDigest(recipe))
    let path = folder.snapshot(stage.name)
    guard folder.exists(path) else { return job }
    guard try Snapshot(path: path).origin.notes["recipe"] == job.recipe else {
      throw RunError.stale(path: path, setting: "stages")
    }
    tell(.upToDate(path: path))
    return nil
  }

  /// Takes the snapshots of stages that differ by policy only.
  private func collect(_ jobs: [StageJob]) throws {
    let (first, stage) = (jobs[0], jobs[0].stage)
    let corpus = try corpus(named: stage.corpus).description
    let checkpoint = try Checkpoint(contentsOf: folder.checkpoint(stage.checkpoint))
    let vocabulary = try vocabulary()
    try checkpoint.requireVocabulary(vocabulary.count, path: folder.vocabulary)
    var collection = CorpusCollection(
      checkpoint: checkpoint,
      origin: SnapshotOrigin(
        stage: stage.name, checkpoint: stage.checkpoint, model: checkpoint, digest: first.checkpointDigest,
        corpus: stage.corpus, corpusHash: try fileDigest(corpus.path), seed: description.seed,
        program: program),
      vocabulary: vocabulary, corpus: corpus)
    if let parent = first.parent {
      let checkpoint = try Checkpoint(contentsOf: folder.checkpoint(parent.name))
      try collection.compare(with: .recurrent(checkpoint), digest: parent.digest)
    }
    collection.policies = jobs.map(\.stage.policy)
    collection.skippedStarts = stage.skippedStarts
    collection.tokens = stage.tokens
    collection.tagger = try tagger()
    let names = jobs.map(\.stage.name).joined(separator: ", ")
    let drafts = try collection.run(workers: workers) { done in
      if isCancelled() { throw RunError.interrupted(checkpoint: nil, savedEpochs: 0) }
      tell(
        .collecting(
          stage: done.isThresholdPass ? "thresholds for \(names)" : names,
          done: done.tokens, total: stage.tokens))
    }
    for (job, var draft) in zip(jobs, drafts) {
      draft.origin.stage = job.stage.name
      draft.origin.checkpoint = job.stage.checkpoint
      draft.origin.notes["recipe"] = job.recipe
      draft.origin.notes["label"] = job.stage.label
      let path = folder.snapshot(job.stage.name)
      try draft.write(to: path)
      tell(.collected(stage: job.stage.name, tokens: draft.counts.tokensScanned, path: path))
    }
  }

  /// The checkpoint that reads a stage's text beside its own: the one that `run.toml` names for the stage, or
  /// the one that a fine-tuned checkpoint was trained from; nil for none.
  private func parentDigest(of stage: StageSettings) throws -> (name: String, digest: String)? {
    if let name = stage.parent { return (name, try fileDigest(folder.checkpoint(name))) }
    let facts = try SafetensorsFile(path: folder.checkpoint(stage.checkpoint)).metadata
    guard let name = facts["parent"], RunNames.staysInside(name), let digest = facts["parent_sha256"],
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
