import Glibc
import Kernels

/// The fit of a language model to a text.
public struct LanguageModelScores: Equatable, Sendable {
  /// How many tokens were predicted.
  public let tokens: Int
  /// Mean cross-entropy in nats.
  public let loss: Double
  /// exp(loss).
  public var perplexity: Double { exp(loss) }
}

extension LanguageModel {
  /// Predicts every token but the first of each document, which starts from a zero state.
  ///
  /// Complexity: one pass of encoder and decoder over the tokens; memory does not hold more than 64 rows of
  /// logits a thread.
  public func score(_ documents: [[Int32]], workers: Workers) -> LanguageModelScores {
    let losses = TokenLosses(self, decoder: packedDecoder, documents: documents)
    let encoder = encoder
    ActivationReader(encoder, workers: workers).read(documents) { chunk in
      losses.add(encoder.output(chunk), document: chunk.document, tokens: chunk.tokens)
    }
    let tokens = losses.counts.reduce(0, +)
    return LanguageModelScores(tokens: tokens, loss: losses.sums.reduce(0, +) / Double(max(1, tokens)))
  }
}
