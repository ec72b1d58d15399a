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
    self.init(
      zip(logits, labels).map { ClassOutcome(logits: $0, label: $1) }, classes: logits.first?.count ?? 0)
  }

  /// Sums outcomes up. Complexity: O(n + classes).
  ///
  /// - Parameters:
  ///   - weights: how often each outcome counts; nil for once.
  ///   - classes: K.
  public init(_ outcomes: [ClassOutcome], weights: [UInt32]? = nil, classes: Int) {
    precondition(weights.map { $0.count == outcomes.count } ?? true, "a weight for each outcome")
    var (loss, count) = (0.0, 0)
    var found = [Int](repeating: 0, count: classes)
    // As label and as prediction.
    var named = [Int](repeating: 0, count: classes)
    for (index, outcome) in outcomes.enumerated() {
      let weight = weights.map { Int($0[index]) } ?? 1
      guard weight > 0 else { continue }
      loss += Double(weight) * outcome.loss
      count += weight
      if outcome.isRight { found[outcome.label] += weight }
      named[outcome.prediction] += weight
      named[outcome.label] += weight
    }
    let occurring = (0..<classes).filter { named[$0] > 0 }
    self.count = count
    self.loss = loss / Double(max(1, count))
    accuracy = Double(found.reduce(0, +)) / Double(max(1, count))
    macroF1 =
      occurring.reduce(0) { $0 + 2 * Double(found[$1]) / Double(named[$1]) } / Double(max(1, occurring.count))
  }
}
