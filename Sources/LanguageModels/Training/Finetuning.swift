import Kernels
import Statistics

/// A document of token ids with its label, 0 or 1.
public struct LabelledDocument: Sendable {
  /// Token ids.
  public let tokens: [Int32]
  /// 0 or 1.
  public let label: Double

  /// A labelled document.
  public init(tokens: [Int32], label: Double) {
    self.tokens = tokens
    self.label = label
  }
}

/// Fine-tunes a classifier epoch by epoch, the documents shuffled anew in each.
public final class Finetuning: EpochTraining {
  /// The classifier in training.
  public let classifier: Classifier
  /// When to slow down and stop.
  public let schedule: TrainingSchedule
  /// What has been reached.
  public var record = TrainingRecord()
  private let trainer: ClassifierTrainer
  private let training: [LabelledDocument]
  private let heldOut: [LabelledDocument]
  private let batchSize: Int
  private let seed: UInt64
  private let workers: Workers

  /// The update rule with its state.
  public var optimizer: Optimizer { trainer.optimizer }
  /// The tensors of the classifier.
  public var parameters: [Parameter] { classifier.parameters }

  /// Empty documents are left out. Throws `TrainingError.tooLittleText` if none is left.
  public init(
    _ classifier: Classifier, schedule: TrainingSchedule, optimizer: OptimizerKind, clip: Double?,
    dropout: Float, freezeEmbedding: Bool, batchSize: Int, training: [LabelledDocument],
    heldOut: [LabelledDocument], seed: UInt64, workers: Workers
  ) throws {
    self.classifier = classifier
    self.schedule = schedule
    self.training = training.filter { !$0.tokens.isEmpty }
    self.heldOut = heldOut.filter { !$0.tokens.isEmpty }
    self.batchSize = batchSize
    self.seed = seed
    self.workers = workers
    guard !self.training.isEmpty, !self.heldOut.isEmpty else {
      throw TrainingError.tooLittleText(tokens: 0, needed: 1)
    }
    trainer = ClassifierTrainer(
      classifier, optimizer: optimizer, rate: schedule.rate, clip: clip, dropout: dropout,
      freezeEmbedding: freezeEmbedding, seed: seed, workers: workers)
  }

  /// One pass over the shuffled documents.
  public func pass(_ progress: (EpochProgress) throws -> Void) throws -> (loss: Double, tokens: Int) {
    let order = CounterGenerator(seed: seed, stream: .documentOrder(epoch: record.epoch))
      .permutation(of: training.count)
    let tokens = training.reduce(0) { $0 + $1.tokens.count }
    var (total, documents, done) = (0.0, 0, 0)
    for start in stride(from: 0, to: order.count, by: batchSize) {
      let batch = order[start..<min(start + batchSize, order.count)].map { training[$0] }
      let loss = trainer.step(batch.map(\.tokens), labels: batch.map(\.label))
      guard loss.isFinite else {
        throw TrainingError.notFinite(epoch: record.epoch + 1, step: optimizer.step, rate: optimizer.rate)
      }
      total += loss * Double(batch.count)
      documents += batch.count
      done += batch.reduce(0) { $0 + $1.tokens.count }
      try progress(
        EpochProgress(
          epoch: record.epoch + 1, epochs: schedule.epochs, done: done, total: tokens,
          loss: total / Double(documents)))
    }
    return (total / Double(documents), done)
  }

  /// Scores of the held-out documents.
  public func evaluate() -> HeldOutScores {
    let logits = classifier.logits(heldOut.map(\.tokens), workers: workers)
    return .classification(ClassificationScores(logits: logits, labels: heldOut.map(\.label)))
  }
}
