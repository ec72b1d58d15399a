import Corpora
import Dispatch
import Files
import Kernels
import LanguageModels
import Runs
import TensorFiles

extension RunPipeline {
  func pretrain(_ settings: PretrainSettings) throws {
    let name = RunDescription.pretrainedName
    guard let sizes = description.model else { preconditionFailure("checked when read") }
    let textDigest = try digest(ofCorpus: settings.training.corpus)
    let recipe = recipeDigest(
      [
        "pretrain", "seed \(description.seed)", sizes.recipe, settings.recipe, textDigest,
        try digest(ofCorpus: settings.training.heldOut),
        try vocabularyDigest(), description.checkpointType.rawValue,
      ])
    if try isMade(name, recipe: recipe, setting: "pretrain") {
      return try collectKeptEpochs(name, training: recipe, keep: settings.keep)
    }
    let training = try encodedCorpus(named: settings.training.corpus)
    let heldOut = try encodedCorpus(named: settings.training.heldOut)
    let vocabulary = try vocabulary()
    let model = LanguageModel(
      EncoderConfiguration(
        vocabularySize: vocabulary.count, embeddingSize: sizes.embeddingSize,
        hiddenSize: sizes.hiddenSize, layers: sizes.layers, cell: sizes.cell),
      tied: sizes.tied, seed: description.seed)
    let common = settings.training
    let job = try Pretraining(
      model, schedule: common.schedule, optimizer: common.optimizer, clip: common.clip,
      dropout: Float(common.dropout), lanes: common.batchSize, steps: settings.steps,
      training: training.terminated(by: vocabulary.endID), heldOut: heldOut.terminated(by: vocabulary.endID),
      seed: description.seed, workers: workers)
    let facts = [
      "corpus": common.corpus, "corpus_sha256": textDigest, "vocabulary_sha256": try vocabularyDigest(),
      "seed": "\(description.seed)", "recipe": recipe, "lineage": recipe,
    ]
    func keep(_ number: Int) throws {
      let epoch = EpochName(training: name, epoch: number)
      let isKept = settings.keep.contains(number)
      func write() throws {
        try self.write(.languageModel(model), epoch.checkpoint, facts, epoch: number)
      }
      if isKept, number > 0 || !folder.exists(folder.trainingState(name)) { try write() }
      guard number > 0 || description.epochs?.keepsUntrained == true else { return }
      try collectEpoch(epoch, training: recipe, isKept: isKept, write: write)
    }
    // Nothing is learnt or restored yet.
    try keep(0)
    try train(job, name: name, recipe: recipe) { epoch in
      if let epoch { return try keep(epoch) }
      try self.write(.languageModel(model), name, facts, epoch: job.record.bestEpoch)
    }
  }

  func finetune(_ settings: FinetuneSettings) throws {
    let (name, common) = (settings.name, settings.training)
    let seed = settings.seed ?? description.seed
    let textDigest = try digest(ofCorpus: common.corpus)
    let parentDigest = try fileDigest(folder.checkpoint(settings.from))
    let recipe = recipeDigest(
      [
        "finetune", "seed \(seed)", settings.recipe, textDigest,
        try digest(ofCorpus: common.heldOut), parentDigest,
        "\(try corpus(named: common.corpus).positiveAbove)",
        "\(try corpus(named: common.heldOut).positiveAbove)",
        try vocabularyDigest(), description.checkpointType.rawValue,
      ])
    if try isMade(name, recipe: recipe, setting: "finetune") { return }
    let training = try encodedCorpus(named: common.corpus)
    let heldOut = try encodedCorpus(named: common.heldOut)
    let parent = try Checkpoint(contentsOf: folder.checkpoint(settings.from))
    try parent.requireVocabulary(vocabulary().count, path: folder.vocabulary)
    let classifier = try Classifier(
      pretrained: parent.trainableEncoder(), pooling: settings.pooling, seed: seed)
    let job = try Finetuning(
      classifier, schedule: common.schedule, optimizer: common.optimizer, clip: common.clip,
      dropout: Float(common.dropout), freezeEmbedding: settings.freezeEmbedding,
      batchSize: common.batchSize,
      training: training.labelled(corpus(named: common.corpus), name: common.corpus),
      heldOut: heldOut.labelled(corpus(named: common.heldOut), name: common.heldOut),
      seed: seed, workers: workers)
    let facts = [
      "corpus": common.corpus, "corpus_sha256": textDigest, "vocabulary_sha256": try vocabularyDigest(),
      "seed": "\(seed)", "recipe": recipe, "parent": settings.from,
      "parent_sha256": parentDigest, "lineage": parent.metadata["lineage"] ?? parentDigest,
    ]
    try train(job, name: name, recipe: recipe) { epoch in
      guard epoch == nil else { return }
      try self.write(.classifier(classifier), name, facts, epoch: job.record.bestEpoch)
    }
  }

  /// Whether a checkpoint of this recipe is there. Throws `RunError.stale` if one of another is.
  private func isMade(_ name: String, recipe: String, setting: String) throws -> Bool {
    let path = folder.checkpoint(name)
    guard folder.exists(path) else { return false }
    guard try SafetensorsFile(path: path).metadata["recipe"] == recipe else {
      throw RunError.stale(path: path, setting: setting)
    }
    tell(.upToDate(path: path))
    return true
  }

  /// Trains to the end of the schedule, saving after each epoch. `keep` is called with the number of each
  /// epoch, and with nil once the best weights are back in place.
  private func train(
    _ job: some EpochTraining, name: String, recipe: String, keep: (Int?) throws -> Void
  ) throws {
    let state = folder.trainingState(name)
    if folder.exists(state) { try TrainingState.restore(job, recipe: recipe, from: state) }
    tell(.training(checkpoint: name, afterEpoch: job.record.epoch))
    while !job.isFinished {
      let start = DispatchTime.now().uptimeNanoseconds
      let report = try job.runEpoch { progress in
        if isCancelled() {
          throw RunError.interrupted(checkpoint: name, savedEpochs: job.record.epoch)
        }
        tell(.progress(checkpoint: name, progress))
      }
      let seconds = Double(DispatchTime.now().uptimeNanoseconds - start) / 1e9
      try keep(report.epoch)
      try MetricsLog(folder).append(MetricsLine(checkpoint: name, report, seconds: seconds))
      try TrainingState.save(job, recipe: recipe, to: state)
      tell(.epoch(checkpoint: name, report))
    }
    job.restoreBest()
    try keep(nil)
    try removeFile(state)
    tell(.trained(checkpoint: name, bestEpoch: job.record.bestEpoch, path: folder.checkpoint(name)))
  }

  private func write(
    _ model: Checkpoint.Model, _ name: String, _ facts: [String: String], epoch: Int
  ) throws {
    var facts = facts
    facts["name"] = name
    facts["epoch"] = "\(epoch)"
    try Checkpoint.write(
      model, to: folder.checkpoint(name), elementType: description.checkpointType, metadata: facts)
  }
}
