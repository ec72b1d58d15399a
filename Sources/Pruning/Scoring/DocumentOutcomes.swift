import Glibc
import Kernels
import LanguageModels

/// What each document of a split got from one model: all that scores are made of.
public enum DocumentOutcomes: Sendable, Equatable {
  /// A classifier's logits, and the labels, 0 or 1.
  case logits([Double], labels: [Double])
  /// The logits of a classifier of several classes, and the class of each document.
  case classes([[Double]], labels: [Int])
  /// A language model's loss in nats, summed over the tokens predicted in each document, and their number.
  case losses([Double], tokens: [Int])

  /// How many documents there are.
  public var count: Int {
    switch self {
    case .logits(let logits, _): logits.count
    case .classes(let logits, _): logits.count
    case .losses(let losses, _): losses.count
    }
  }

  /// The scores over all documents. Complexity: O(n log n).
  public var scores: PruningScores {
    WeightedOutcomes(self).scores([UInt32](repeating: 1, count: count))
  }
}

/// Outcomes sorted once, so that scores of many resamples take a pass each.
struct WeightedOutcomes: Sendable {
  let outcomes: DocumentOutcomes
  /// Documents by rising logit; empty but for a classifier of two classes.
  private let order: [Int]
  /// Of several classes: what each document loses, and what it is taken for.
  private let classes: [ClassOutcome]

  init(_ outcomes: DocumentOutcomes) {
    self.outcomes = outcomes
    order =
      switch outcomes {
      case .logits(let logits, _): logits.indices.sorted { (logits[$0], $0) < (logits[$1], $1) }
      case .losses, .classes: []
      }
    if case .classes(let logits, let labels) = outcomes {
      classes = zip(logits, labels).map { ClassOutcome(logits: $0, label: $1) }
    } else {
      classes = []
    }
  }

  /// The scores where each document counts so many times. Complexity: O(n).
  func scores(_ weights: [UInt32]) -> PruningScores {
    switch outcomes {
    case .logits(let logits, let labels): classification(logits, labels, weights)
    case .losses(let losses, let tokens): languageModel(losses, tokens, weights)
    case .classes(let logits, _):
      PruningScores(MulticlassScores(classes, weights: weights, classes: logits.first?.count ?? 0))
    }
  }

  private func languageModel(_ losses: [Double], _ tokens: [Int], _ weights: [UInt32]) -> PruningScores {
    var (loss, count) = (0.0, 0.0)
    for document in losses.indices {
      loss += Double(weights[document]) * losses[document]
      count += Double(weights[document]) * Double(tokens[document])
    }
    let mean = loss / max(1, count)
    return PruningScores(loss: mean, perplexity: exp(mean))
  }

  /// The same arithmetic as `ClassificationScores`, documents counted by weight; AUC is the Mann-Whitney
  /// statistic, ties counted half.
  private func classification(
    _ logits: [Double], _ labels: [Double], _ weights: [UInt32]
  ) -> PruningScores {
    var (loss, n, correct, truePositives, predicted, positives) = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
    for document in logits.indices {
      let weight = Double(weights[document])
      let (isPositive, label) = (logits[document] >= 0, labels[document])
      loss += weight * Losses.binaryCrossEntropy(logit: logits[document], label: label)
      n += weight
      if isPositive == (label == 1) { correct += weight }
      if isPositive && label == 1 { truePositives += weight }
      if isPositive { predicted += weight }
      if label == 1 { positives += weight }
    }
    n = max(1, n)
    return PruningScores(
      loss: loss / n, accuracy: correct / n,
      f1: predicted + positives == 0 ? 0 : 2 * truePositives / (predicted + positives),
      auc: areaUnderCurve(logits, labels, weights))
  }

  private func areaUnderCurve(_ logits: [Double], _ labels: [Double], _ weights: [UInt32]) -> Double? {
    var (below, wins, positives) = (0.0, 0.0, 0.0)
    var start = 0
    while start < order.count {
      let logit = logits[order[start]]
      var (end, tiedPositives, tiedNegatives) = (start, 0.0, 0.0)
      while end < order.count, logits[order[end]] == logit {
        let weight = Double(weights[order[end]])
        if labels[order[end]] == 1 { tiedPositives += weight } else { tiedNegatives += weight }
        end += 1
      }
      wins += tiedPositives * (below + tiedNegatives / 2)
      below += tiedNegatives
      positives += tiedPositives
      start = end
    }
    return positives > 0 && below > 0 ? wins / (positives * below) : nil
  }
}
