import Kernels

/// Pretrains a language model epoch by epoch.
public final class Pretraining: EpochTraining {
  /// The model in training.
  public let model: LanguageModel
  /// When to slow down and stop.
  public let schedule: TrainingSchedule
  /// What has been reached.
  public var record = TrainingRecord()
  private let trainer: LanguageModelTrainer
  private let text: TokenStream
  private let heldOut: [[Int32]]
  private let steps: Int
  private let workers: Workers

  /// The update rule with its state.
  public var optimizer: Optimizer { trainer.optimizer }
  /// The tensors of the model.
  public var parameters: [Parameter] { model.parameters }

  /// - Parameters:
  ///   - steps: tokens through which gradients flow back.
  ///   - training: documents of token ids, with their end-of-document token if the vocabulary has one.
  ///   - heldOut: documents to score each epoch on.
  /// - Throws: `TrainingError.tooLittleText`.
  public init(
    _ model: LanguageModel, schedule: TrainingSchedule, optimizer: OptimizerKind, clip: Double?,
    dropout: Float, lanes: Int, steps: Int, training: [[Int32]], heldOut: [[Int32]], seed: UInt64,
    workers: Workers
  ) throws {
    self.model = model
    self.schedule = schedule
    self.heldOut = heldOut
    self.steps = steps
    self.workers = workers
    text = TokenStream(training, lanes: lanes)
    guard text.rows >= 2 else {
      throw TrainingError.tooLittleText(tokens: training.reduce(0) { $0 + $1.count }, needed: 2 * lanes)
    }
    trainer = LanguageModelTrainer(
      model, optimizer: optimizer, rate: schedule.rate, clip: clip, dropout: dropout, lanes: lanes,
      steps: steps, seed: seed, workers: workers)
  }

  /// One pass over the stream from a zero state.
  public func pass(_ progress: (EpochProgress) throws -> Void) throws -> (loss: Double, tokens: Int) {
    trainer.resetState()
    var (total, done) = (0.0, 0)
    for row in stride(from: 0, to: text.rows - 1, by: steps) {
      let (batch, targets) = text.batch(from: row, steps: steps)
      let loss = trainer.step(batch, targets: targets)
      guard loss.isFinite else {
        throw TrainingError.notFinite(epoch: record.epoch + 1, step: optimizer.step, rate: optimizer.rate)
      }
      total += loss * Double(batch.rows)
      done += batch.rows
      try progress(
        EpochProgress(
          epoch: record.epoch + 1, epochs: schedule.epochs, done: done, total: text.predictions,
          loss: total / Double(done)))
    }
    return (total / Double(done), done)
  }

  /// Perplexity of the held-out documents.
  public func evaluate() -> HeldOutScores { .languageModel(model.score(heldOut, workers: workers)) }
}
