import Glibc

/// How well classes agree with labels, for heads of several outputs under a softmax.
public struct MulticlassScores: Equatable, Sendable {
  /// How many documents, or tokens, were scored.
  public let count: Int
  /// Mean cross-entropy in nats.
  public let loss: Double
  /// The share whose largest logit is that of the label; the first of equals.
  public let accuracy: Double
  /// The mean over the classes that occur, as label or prediction, of the harmonic mean of precision and recall.
  public let macroF1: Double

  /// Scores logits, K each, against labels in `0..<K`. Complexity: O(n K).
  public init(logits: [[Double]], labels: [Int]) {
    precondition(logits.count == labels.count)
    var tally = Tally()
    for (logits, label) in zip(logits, labels) { tally.add(logits, label: label) }
    self.init([tally], classes: logits.first?.count ?? 0)
  }

  init(_ tallies: [Tally], classes: Int) {
    var (found, predicted, actual) = (
      [Int](repeating: 0, count: classes), [Int](repeating: 0, count: classes),
      [Int](repeating: 0, count: classes)
    )
    let pairs = tallies.flatMap(\.pairs)
    for (prediction, label) in pairs {
      predicted[prediction] += 1
      actual[label] += 1
      if prediction == label { found[label] += 1 }
    }
    let occurring = (0..<classes).filter { predicted[$0] + actual[$0] > 0 }
    count = pairs.count
    loss = tallies.reduce(0) { $0 + $1.loss } / Double(max(1, pairs.count))
    accuracy = Double(found.reduce(0, +)) / Double(max(1, pairs.count))
    macroF1 =
      occurring.reduce(0) { $0 + 2 * Double(found[$1]) / Double(predicted[$1] + actual[$1]) }
      / Double(max(1, occurring.count))
  }

  /// What some rows of logits got.
  struct Tally: Sendable {
    var loss = 0.0
    var pairs: [(prediction: Int, label: Int)] = []

    mutating func add(_ logits: [Double], label: Int) {
      let peak = logits.max() ?? 0
      loss += log(logits.reduce(0) { $0 + exp($1 - peak) }) + peak - logits[label]
      pairs.append((logits.firstIndex(of: peak) ?? 0, label))
    }
  }
}
