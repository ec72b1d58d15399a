import FoundationEssentials
import Glibc
import LanguageModels
import Files

/// One line of `metrics.jsonl`. An epoch that was repeated after a kill stands there twice, with the same
/// numbers: the later line counts.
public struct MetricsLine: Codable, Equatable, Sendable {
  /// Seconds since 1970.
  public var time: Double
  /// The checkpoint in training: `pretrain` or `finetune`.
  public var checkpoint: String
  /// The epoch, from 1.
  public var epoch: Int
  /// Tokens of an epoch.
  public var tokens: Int
  /// Tokens a second, on this machine.
  public var tokensPerSecond: Double
  /// The learning rate.
  public var learningRate: Double
  /// Mean loss of the minibatches in nats, with dropout.
  public var trainingLoss: Double
  /// Mean loss on held-out text in nats.
  public var loss: Double
  /// exp(loss), for a language model.
  public var perplexity: Double?
  /// Scores of a classifier.
  public var accuracy: Double?
  /// F1 of class 1.
  public var f1: Double?
  /// Area under the ROC curve.
  public var auc: Double?

  enum CodingKeys: String, CodingKey {
    case time, checkpoint, epoch, tokens
    case tokensPerSecond = "tokens_per_second"
    case learningRate = "learning_rate"
    case trainingLoss = "training_loss"
    case loss, perplexity, accuracy, f1, auc
  }

  init(checkpoint: String, _ report: EpochReport, seconds: Double) {
    time = Date().timeIntervalSince1970.rounded()
    self.checkpoint = checkpoint
    epoch = report.epoch
    tokens = report.tokens
    tokensPerSecond = (Double(report.tokens) / max(seconds, 1e-9)).rounded()
    learningRate = report.rate
    trainingLoss = report.trainingLoss
    loss = report.heldOut.loss
    switch report.heldOut {
    case .languageModel(let scores): perplexity = scores.perplexity
    case .classification(let scores):
      accuracy = scores.accuracy
      f1 = scores.f1
      auc = scores.auc
    }
  }
}

/// Appends to `metrics.jsonl`.
public struct MetricsLog: Sendable {
  /// The file.
  public let path: String

  /// Appends a line with one write. Throws `FileError.io`.
  func append(_ line: MetricsLine) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let text = String(decoding: try encoder.encode(line), as: UTF8.self) + "\n"
    let file = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o644)
    guard file >= 0 else { throw FileError.io(path: path, operation: .open, code: errno) }
    defer { close(file) }
    let bytes = Array(text.utf8)
    guard write(file, bytes, bytes.count) == bytes.count else {
      throw FileError.io(path: path, operation: .write, code: errno)
    }
  }
}
