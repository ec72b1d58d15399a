import Corpora
import LanguageModels
import NeuronPreferences
import Runs

extension RunPipeline {
  /// Takes a part of snapshots that differ by policy only, each to be written where `path` says.
  ///
  /// - Parameter firstPass: as in `CorpusCollection.firstPass`.
  func collect(
    _ jobs: [SnapshotJob], _ shard: CollectionShard, firstPass: (paths: [String], recipe: String)? = nil,
    to path: (SnapshotJob) -> String
  ) throws {
    let names = jobs.map(\.stage.name).reduce(into: [String]()) { if $0.last != $1 { $0.append($1) } }
      .joined(separator: ", ")
    let drafts =
      if case .recording(let paths) = jobs[0].weights.kind {
        try recordedDrafts(paths, jobs, names)
      } else {
        try collectedDrafts(jobs, shard, firstPass, names)
      }
    for (job, var draft) in zip(jobs, drafts) {
      draft.origin.stage = job.stage.name
      draft.origin.checkpoint = job.stage.source.name
      draft.origin.notes["recipe"] = job.recipe
      draft.origin.notes["label"] = job.stage.label
      let path = path(job)
      try folder.makeFolders(for: path)
      try draft.write(to: path)
      tell(
        .collected(stage: job.stage.name, policy: job.policy, tokens: draft.counts.tokensScanned, path: path))
    }
  }

  /// What is to be collected for jobs that differ by policy only.
  func collection(_ jobs: [SnapshotJob], _ shard: CollectionShard) throws -> CorpusCollection {
    let (stage, weights) = (jobs[0].stage, jobs[0].weights)
    guard let name = stage.corpus, let encoder = try encoder(for: weights),
      let model = try collectedModel(weights, stage.reading)
    else { preconditionFailure("checked when the job was made") }
    var corpus = try corpus(named: name).description
    if case .recurrent(let checkpoint) = model, let vocabulary = encoder.vocabulary {
      var path = folder.vocabulary
      if case .recurrent(_, let own?) = weights.kind { path = own }
      try checkpoint.requireVocabulary(vocabulary.count, path: path)
    }
    corpus.keepsTokens = stage.source.isForeign
    // Nobody reads them here.
    corpus.labelsAreNames = true
    let origin = SnapshotOrigin(
      stage: stage.name, checkpoint: weights.name, checkpointHash: weights.digest,
      lineage: [model.lineage ?? weights.digest] + weights.ancestors, corpus: name,
      corpusHash: try fileDigest(corpus.path), seed: description.seed, program: program)
    var collection = CorpusCollection(model: model, origin: origin, encoder: encoder, corpus: corpus)
    if let parent = jobs[0].parent, let before = try collectedModel(parent, stage.reading) {
      try collection.compare(with: before, digest: parent.digest)
    }
    collection.policies = jobs.map(\.policy)
    collection.skippedStarts = stage.skippedStarts
    collection.contexts = stage.contexts
    collection.tokens = stage.tokens
    collection.feature = stage.feature ?? .piece
    collection.shard = shard
    collection.tagger = try tagger()
    return collection
  }

  /// Tells how far a collection is.
  ///
  /// - Throws: `RunError.interrupted` where it is to end.
  func tellProgress(of names: String, _ jobs: [SnapshotJob], _ done: CollectionProgress) throws {
    if isCancelled() { throw RunError.interrupted(checkpoint: nil, savedEpochs: 0) }
    tell(
      .collecting(
        stage: done.isThresholdPass ? "thresholds for \(names)" : names,
        done: done.tokens, total: jobs[0].stage.tokens))
  }

  private func collectedDrafts(
    _ jobs: [SnapshotJob], _ shard: CollectionShard, _ firstPass: (paths: [String], recipe: String)?,
    _ names: String
  ) throws -> [SnapshotDraft] {
    var collection = try collection(jobs, shard)
    collection.firstPass = firstPass
    if case .recurrent(let checkpoint) = collection.model { tellAssumptions(of: checkpoint) }
    var unknownWords = UnknownWords()
    let drafts = try collection.run(workers: workers) { done in
      unknownWords = done.unknownWords
      try tellProgress(of: names, jobs, done)
    }
    if jobs[0].stage.source.isForeign, case .recurrent(let checkpoint) = collection.model,
      let vocabulary = collection.encoder.vocabulary
    {
      let corpus = collection.corpus
      tell(.unknownWords(path: corpus.path, unknownWords))
      if case .text = corpus.format, corpus.endOfLine == nil,
        checkpoint.metadata["format"] != Checkpoint.format,
        let end = vocabulary.endID, drafts.allSatisfy({ $0.tokens.frequency[Int(end)] == 0 })
      {
        tell(.lacksLineEnds(path: corpus.path))
      }
    }
    return drafts
  }

  /// What a checkpoint from elsewhere leaves to be guessed, as far as activations depend on it.
  private func tellAssumptions(of checkpoint: Checkpoint) {
    for assumption in checkpoint.assumptions where !assumption.concernsHead {
      tell(.assumed(path: checkpoint.path, assumption))
    }
    if !checkpoint.unused.isEmpty {
      tell(.unused(path: checkpoint.path, tensors: checkpoint.unused.map(\.name)))
    }
  }

  private func recordedDrafts(
    _ paths: [String], _ jobs: [SnapshotJob], _ names: String
  ) throws -> [SnapshotDraft] {
    var collection = try RecordingCollection(paths: paths, stage: jobs[0].stage.name)
    collection.policies = jobs.map(\.policy)
    collection.tagger = try tagger()
    return try collection.run(workers: workers) { done in
      if isCancelled() { throw RunError.interrupted(checkpoint: nil, savedEpochs: 0) }
      tell(.collecting(stage: names, done: done, total: nil))
    }
  }
}
