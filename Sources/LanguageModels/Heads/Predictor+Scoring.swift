import Kernels
import Sites

extension Predictor {
  /// Predicts every token but the first of each document, which starts from a zero state.
  ///
  /// - Precondition: ``predictsTokens``.
  /// - Complexity: one pass of encoder and head over the tokens.
  public func score(_ documents: [[Int32]], workers: Workers) -> LanguageModelScores {
    precondition(predictsTokens)
    let losses = TokenLosses(decoder: output.packed, bias: output.bias, documents: documents)
    let (encoder, layers) = (encoder, HeadLayers(hidden, activation))
    ActivationReader(encoder, workers: workers).read(documents) { chunk in
      layers.withOutput(of: encoder.output(chunk), rows: chunk.tokens.count) {
        losses.add($0, document: chunk.document, tokens: chunk.tokens)
      }
    }
    let tokens = losses.counts.reduce(0, +)
    return LanguageModelScores(tokens: tokens, loss: losses.sums.reduce(0, +) / Double(max(1, tokens)))
  }

  /// The K logits of every document; an empty document is read as a zero state.
  public func logits(_ documents: [[Int32]], workers: Workers) -> [[Double]] {
    let width = pooling.width(hiddenSize: encoder.outputSize)
    let features = FloatBuffer(count: documents.count * width)
    encoder.pool(documents, pooling, into: features, workers: workers)
    let layers = HeadLayers(hidden + [output], activation, endsInActivation: false)
    var logits: [[Double]] = []
    withExtendedLifetime(features) {
      let input = SiteActivations(start: features.pointer, width: width, stride: width)
      layers.withOutput(of: input, rows: documents.count) { rows in
        logits = documents.indices.map { rows.row($0).map(Double.init) }
      }
    }
    return logits
  }

  /// The class of the largest logit and the softmax loss of every token, given the classes they should have;
  /// -1 leaves a token out.
  public func score(
    _ documents: [[Int32]], tags: [[Int]], workers: Workers
  ) -> MulticlassScores {
    let layers = HeadLayers(hidden + [output], activation, endsInActivation: false)
    let results = IndexedResults([[ClassOutcome]](repeating: [], count: documents.count))
    let (encoder, classes) = (encoder, outputSize)
    ActivationReader(encoder, workers: workers).read(documents) { chunk in
      layers.withOutput(of: encoder.output(chunk), rows: chunk.tokens.count) { rows in
        for (row, place) in chunk.tokens.enumerated() where tags[chunk.document][place] >= 0 {
          results.values[chunk.document].append(
            ClassOutcome(logits: rows.row(row).map(Double.init), label: tags[chunk.document][place]))
        }
      }
    }
    return MulticlassScores(results.values.flatMap(\.self), classes: classes)
  }
}

/// Linear layers ready for products, each followed by an activation.
private struct HeadLayers: Sendable {
  private let layers: [(weights: PackedMatrix, bias: FloatBuffer)]
  private let activation: HeadActivation
  private let endsInActivation: Bool

  init(_ layers: [LinearLayer], _ activation: HeadActivation, endsInActivation: Bool = true) {
    self.layers = layers.map { ($0.packed, $0.bias.values) }
    self.activation = activation
    self.endsInActivation = endsInActivation
  }

  /// Calls `body` with what the last layer makes of `rows` rows of input, or with the input if there is no layer.
  func withOutput(of input: SiteActivations, rows: Int, _ body: (SiteActivations) -> Void) {
    var values = input
    var kept: [FloatBuffer] = []
    for (index, layer) in layers.enumerated() {
      let width = layer.weights.columns
      let result = FloatBuffer(count: rows * width)
      for row in 0..<rows { (result.pointer + row * width).update(from: layer.bias.pointer, count: width) }
      layer.weights.multiply(
        values.start, rows: rows, leftStride: values.stride, into: result.pointer, accumulate: true)
      if endsInActivation || index + 1 < layers.count {
        activation.apply(result.pointer, count: rows * width)
      }
      values = SiteActivations(start: result.pointer, width: width, stride: width)
      kept.append(result)
    }
    withExtendedLifetime(kept) { body(values) }
  }
}
