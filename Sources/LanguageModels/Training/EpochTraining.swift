/// What one pass over the training text achieved.
public struct EpochReport: Sendable {
  /// The epoch, counted from 1.
  public let epoch: Int
  /// Mean loss of the minibatches, in nats, with dropout, while the weights moved.
  public let trainingLoss: Double
  /// The scores on held-out text after the epoch.
  public let heldOut: HeldOutScores
  /// The learning rate of the epoch.
  public let rate: Double
  /// Tokens read.
  public let tokens: Int
  /// Whether the held-out loss is the lowest so far.
  public let isBest: Bool
}

/// Scores on held-out text.
public enum HeldOutScores: Sendable {
  /// Those of a language model.
  case languageModel(LanguageModelScores)
  /// Those of a classifier.
  case classification(ClassificationScores)

  /// Mean loss in nats.
  public var loss: Double {
    switch self {
    case .languageModel(let scores): scores.loss
    case .classification(let scores): scores.loss
    }
  }
}

/// Where an epoch stands.
public struct EpochProgress: Sendable {
  /// The epoch, counted from 1.
  public let epoch: Int
  /// Epochs planned.
  public let epochs: Int
  /// Tokens read in this epoch.
  public let done: Int
  /// Tokens of an epoch.
  public let total: Int
  /// Mean loss so far in this epoch, in nats.
  public let loss: Double
}

/// Why training stopped by itself.
public enum TrainingError: Error, Equatable, Sendable {
  /// The loss became infinite or not a number.
  case notFinite(epoch: Int, step: Int, rate: Double)
  /// The text has too few tokens for the lanes.
  case tooLittleText(tokens: Int, needed: Int)
  /// The saved state belongs to another model or recipe.
  case foreignState(path: String, reason: String)
}

/// How long to train and when to slow down.
public struct TrainingSchedule: Equatable, Sendable {
  /// Passes over the text at most.
  public var epochs: Int
  /// The learning rate to begin with.
  public var rate: Double
  /// What the rate is divided by when the held-out loss did not fall; 1 for never.
  public var anneal: Double
  /// Epochs without a lower held-out loss after which training ends, nil for never.
  public var patience: Int?

  /// A schedule.
  public init(epochs: Int, rate: Double, anneal: Double, patience: Int?) {
    self.epochs = epochs
    self.rate = rate
    self.anneal = anneal
    self.patience = patience
  }
}

/// A training that goes on epoch by epoch and can be saved between two of them.
public protocol EpochTraining: AnyObject {
  /// When to slow down and stop.
  var schedule: TrainingSchedule { get }
  /// The update rule with its state.
  var optimizer: Optimizer { get }
  /// The tensors of the model, trained or not.
  var parameters: [Parameter] { get }
  /// What has been reached.
  var record: TrainingRecord { get set }
  /// One pass over the training text. `progress` is called after every minibatch; what it throws stops the
  /// epoch.
  func pass(_ progress: (EpochProgress) throws -> Void) throws -> (loss: Double, tokens: Int)
  /// Scores the held-out text.
  func evaluate() -> HeldOutScores
}

/// What a training has reached after some epochs.
public struct TrainingRecord: Sendable {
  /// Epochs done.
  public var epoch = 0
  /// The lowest held-out loss.
  public var bestLoss = Double.infinity
  /// The epoch that reached it.
  public var bestEpoch = 0
  /// The weights after that epoch, in the order of the parameters.
  var bestWeights: [[Float]] = []
}

extension EpochTraining {
  /// Whether the schedule allows another epoch.
  public var isFinished: Bool {
    if record.epoch >= schedule.epochs { return true }
    guard let patience = schedule.patience else { return false }
    return record.epoch - record.bestEpoch >= patience
  }

  /// Trains one epoch, scores it, and anneals the rate if the score did not improve.
  ///
  /// - Throws: `TrainingError.notFinite`, or what `progress` throws; the best weights are kept.
  public func runEpoch(_ progress: (EpochProgress) throws -> Void) throws -> EpochReport {
    let rate = optimizer.rate
    let (loss, tokens) = try pass(progress)
    let scores = evaluate()
    guard scores.loss.isFinite else {
      throw TrainingError.notFinite(epoch: record.epoch + 1, step: optimizer.step, rate: rate)
    }
    record.epoch += 1
    let isBest = scores.loss < record.bestLoss
    if isBest {
      record.bestLoss = scores.loss
      record.bestEpoch = record.epoch
      record.bestWeights = parameters.map(\.values.array)
    } else {
      optimizer.rate /= schedule.anneal
    }
    return EpochReport(
      epoch: record.epoch, trainingLoss: loss, heldOut: scores, rate: rate, tokens: tokens, isBest: isBest)
  }

  /// Puts the weights of the best epoch back into the model.
  public func restoreBest() {
    for (parameter, best) in zip(parameters, record.bestWeights) {
      parameter.values.assign(best)
    }
  }
}
