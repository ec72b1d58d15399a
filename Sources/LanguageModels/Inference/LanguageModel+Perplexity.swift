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
    let sizes = encoder.configuration
    let decoder = PackedMatrix(
      rows: sizes.hiddenSize, columns: sizes.vocabularySize, decoderWeights.values.pointer, transposed: true)
    let (bias, classes, last) = (decoderBias.values, sizes.vocabularySize, sizes.layers - 1)
    let losses = PieceSums(count: documents.count)
    ActivationReader(encoder, workers: workers).read(documents) { chunk in
      let targets = documents[chunk.document].dropFirst(chunk.tokens.lowerBound + 1).prefix(
        chunk.tokens.count)
      let states = chunk.activations(layer: last)
      guard let base = states.baseAddress, !targets.isEmpty else { return }
      let logits = FloatBuffer(count: targets.count * classes)
      for row in 0..<targets.count {
        (logits.pointer + row * classes).update(from: bias.pointer, count: classes)
      }
      decoder.multiply(base, rows: targets.count, into: logits.pointer, accumulate: true)
      for (row, target) in targets.enumerated() {
        losses[chunk.document] += Losses.softmaxCrossEntropy(
          logits.pointer + row * classes, classes: classes, target: Int(target), gradientScale: 0)
      }
    }
    let tokens = documents.reduce(0) { $0 + max(0, $1.count - 1) }
    return LanguageModelScores(tokens: tokens, loss: losses.total / Double(max(1, tokens)))
  }
}
