import Glibc
import Kernels

/// How well probabilities agree with labels in {0, 1}.
public struct ClassificationScores: Equatable, Sendable {
  /// How many documents were scored.
  public let documents: Int
  /// Mean binary cross-entropy in nats.
  public let loss: Double
  /// The share with (p >= 0.5) equal to the label.
  public let accuracy: Double
  /// The harmonic mean of precision and recall of class 1; 0 if nothing of it was found.
  public let f1: Double
  /// The area under the ROC curve on the probabilities, ties counted half; nil if one class is absent.
  public let auc: Double?

  /// Scores logits against labels. Complexity: O(n log n).
  public init(logits: [Double], labels: [Double]) {
    precondition(logits.count == labels.count)
    documents = logits.count
    let n = Double(max(1, logits.count))
    loss = zip(logits, labels).reduce(0) { $0 + Losses.binaryCrossEntropy(logit: $1.0, label: $1.1) } / n
    var (correct, truePositives, predicted, actual) = (0, 0, 0, 0)
    for (logit, label) in zip(logits, labels) {
      let positive = logit >= 0
      if positive == (label == 1) { correct += 1 }
      if positive && label == 1 { truePositives += 1 }
      if positive { predicted += 1 }
      if label == 1 { actual += 1 }
    }
    accuracy = Double(correct) / n
    f1 = predicted + actual == 0 ? 0 : 2 * Double(truePositives) / Double(predicted + actual)
    auc = Self.areaUnderCurve(logits, labels)
  }

  /// The Mann-Whitney statistic with midranks for ties.
  private static func areaUnderCurve(_ logits: [Double], _ labels: [Double]) -> Double? {
    let order = logits.indices.sorted { logits[$0] < logits[$1] }
    let positives = labels.reduce(0) { $0 + ($1 == 1 ? 1 : 0) }
    let negatives = labels.count - positives
    guard positives > 0, negatives > 0 else { return nil }
    var rankSum = 0.0
    var start = 0
    while start < order.count {
      var end = start + 1
      while end < order.count, logits[order[end]] == logits[order[start]] { end += 1 }
      let midrank = Double(start + 1 + end) / 2
      for place in start..<end where labels[order[place]] == 1 { rankSum += midrank }
      start = end
    }
    let p = Double(positives)
    return (rankSum - p * (p + 1) / 2) / (p * Double(negatives))
  }
}
