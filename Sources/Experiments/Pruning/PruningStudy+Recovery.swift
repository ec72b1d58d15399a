import LanguageModels
import Pruning

extension PruningStudy {
  /// Fine-tunes the pruned classifier under the mask, as the run fine-tuned the whole one, and scores it.
  ///
  /// It learns from the whole training corpus; the epoch with the lowest loss on the corpus that `run.toml` holds
  /// out is kept. What is pruned is set back to zero after every minibatch.
  func recover(_ mask: PruningMask, into report: inout PruningReport) throws {
    guard case .classifier(let classifier)? = checkpoint?.model else {
      throw PruningStudyError.noRecovery(path: model.path)
    }
    guard let settings = description.finetune(of: checkpointName) else {
      throw PruningStudyError.unspecified("[finetune]", path: folder.settings)
    }
    let common = settings.training
    var schedule = common.schedule
    schedule.epochs = plan.recoveryEpochs
    let pruned = try TrainablePruning(classifier, mask: mask, mode: mode)
    let training = try Finetuning(
      pruned.classifier, schedule: schedule, optimizer: common.optimizer, clip: common.clip,
      dropout: Float(common.dropout), freezeEmbedding: settings.freezeEmbedding,
      batchSize: common.batchSize, training: labelled(try corpora().train),
      heldOut: labelled(common.heldOut), seed: plan.seed, workers: workers)
    while !training.isFinished {
      _ = try training.runEpoch { _ in
        pruned.hold()
        try throwIfCancelled()
      }
    }
    training.restoreBest()
    for (index, loaded) in try splits().enumerated() {
      let outcomes = try RecurrentScoring(
        .classifier(pruned.classifier), documents: loaded.text.documents, labels: loaded.text.labels,
        workers: workers, isCancelled: isCancelled
      ).outcomes()
      report.splits[index].recovered = PruningReport.Measured(
        scores: outcomes.scores, intervals: ScoringBootstrap.intervals(loaded.bootstrap.scores(outcomes)))
    }
  }

  private func labelled(_ name: String) throws -> [LabelledDocument] {
    guard let corpus = description.corpora[name] else { preconditionFailure("checked when read") }
    let text = try model.text(corpus, name: name, workers: workers)
    return zip(text.documents, text.labels).map { LabelledDocument(tokens: $0, label: $1) }
  }
}
