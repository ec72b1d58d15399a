import Glibc

/// What a head of several outputs under a softmax makes of one document, or token.
public struct ClassOutcome: Equatable, Sendable {
  /// The class that it is of.
  public let label: Int
  /// The class of the largest logit; the first of equals.
  public let prediction: Int
  /// Cross-entropy in nats.
  public let loss: Double

  /// Scores K logits against a label in `0..<K`. O(K).
  public init(logits: [Double], label: Int) {
    let peak = logits.max() ?? 0
    self.label = label
    prediction = logits.firstIndex(of: peak) ?? 0
    loss = log(logits.reduce(0) { $0 + exp($1 - peak) }) + peak - logits[label]
  }

  /// Whether the prediction is the label.
  public var isRight: Bool { prediction == label }
}
