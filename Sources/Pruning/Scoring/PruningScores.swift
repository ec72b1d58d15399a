import LanguageModels

/// The scores of one model on one split.
public struct PruningScores: Hashable, Sendable, Codable {
  /// Mean loss in nats.
  public var loss: Double
  /// exp(loss), of a language model.
  public var perplexity: Double?
  /// Of a classifier.
  public var accuracy: Double?
  /// Of class 1; of more than two classes the mean over those that occur.
  public var f1: Double?
  /// Nil where one class is absent.
  public var auc: Double?

  /// Scores of a model.
  public init(
    loss: Double, perplexity: Double? = nil, accuracy: Double? = nil, f1: Double? = nil, auc: Double? = nil
  ) {
    self.loss = loss
    self.perplexity = perplexity
    self.accuracy = accuracy
    self.f1 = f1
    self.auc = auc
  }

  /// The scores of a classifier of several classes.
  init(_ scores: MulticlassScores) {
    self.init(loss: scores.loss, accuracy: scores.accuracy, f1: scores.macroF1)
  }

  /// The score by that metric; nil where it is not defined.
  public subscript(metric: ScoreMetric) -> Double? {
    switch metric {
    case .loss: loss
    case .perplexity: perplexity
    case .accuracy: accuracy
    case .f1: f1
    case .auc: auc
    }
  }

  /// The metrics that are defined.
  public var metrics: [ScoreMetric] { ScoreMetric.allCases.filter { self[$0] != nil } }
}
