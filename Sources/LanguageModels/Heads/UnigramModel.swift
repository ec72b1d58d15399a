import Glibc

/// The model that knows only how frequent each token is: the baseline for perplexity.
public struct UnigramModel: Sendable {
  private let logShares: [Double]

  /// Counts the tokens of a training text, each token once more than it occurs (Laplace), so that none is
  /// impossible. Complexity: O(tokens + V).
  public init(_ documents: [[Int32]], vocabularySize: Int) {
    var counts = [Double](repeating: 1, count: vocabularySize)
    for document in documents { for token in document { counts[Int(token)] += 1 } }
    let total = counts.reduce(0, +)
    logShares = counts.map { log($0 / total) }
  }

  /// Scores the same tokens that `LanguageModel.score` does: all but the first of each document.
  public func score(_ documents: [[Int32]]) -> LanguageModelScores {
    var (loss, tokens) = (0.0, 0)
    for document in documents {
      for token in document.dropFirst() { loss -= logShares[Int(token)] }
      tokens += max(0, document.count - 1)
    }
    return LanguageModelScores(tokens: tokens, loss: loss / Double(max(1, tokens)))
  }
}
