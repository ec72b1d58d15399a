import Glibc

/// What a classifier of several classes makes of a document.
struct ClassGuess: Sendable {
  /// The document's class.
  let label: Int
  /// The class of the largest logit; the first of equals.
  let guess: Int
  /// Cross-entropy in nats.
  let loss: Double

  init(logits: [Double], label: Int) {
    let peak = logits.max() ?? 0
    self.label = label
    guess = logits.firstIndex(of: peak) ?? 0
    loss = log(logits.reduce(0) { $0 + exp($1 - peak) }) + peak - logits[label]
  }

  /// The scores of guesses, each counted so many times: the arithmetic of `MulticlassScores`, F1 being the mean over the
  /// classes that occur.
  static func scores(_ guesses: [ClassGuess], _ weights: [UInt32], classes: Int) -> PruningScores {
    var (loss, count) = (0.0, 0.0)
    var (found, named) = ([Double](repeating: 0, count: classes), [Double](repeating: 0, count: classes))
    for (guess, weight) in zip(guesses, weights) where weight > 0 {
      let weight = Double(weight)
      loss += weight * guess.loss
      count += weight
      if guess.guess == guess.label { found[guess.label] += weight }
      named[guess.guess] += weight
      named[guess.label] += weight
    }
    let occurring = (0..<classes).filter { named[$0] > 0 }
    let f1 = occurring.reduce(0) { $0 + 2 * found[$1] / named[$1] } / Double(max(1, occurring.count))
    return PruningScores(
      loss: loss / max(1, count), accuracy: found.reduce(0, +) / max(1, count), f1: f1)
  }
}
