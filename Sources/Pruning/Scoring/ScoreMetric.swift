/// What a model is scored by.
public enum ScoreMetric: String, Sendable, CaseIterable, Codable, CodingKeyRepresentable {
  /// Mean loss in nats: of documents for a classifier, of tokens for a language model.
  case loss
  /// exp(loss) of a language model.
  case perplexity
  /// The share of documents that are put into the right class.
  case accuracy
  /// The harmonic mean of precision and recall of class 1; of more than two classes their mean.
  case f1
  /// The area under the ROC curve.
  case auc

  /// Whether a larger value is a better one.
  public var isHigherBetter: Bool {
    switch self {
    case .loss, .perplexity: false
    case .accuracy, .f1, .auc: true
    }
  }
}
