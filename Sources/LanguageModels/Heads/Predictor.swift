import Kernels

/// An encoder under a chain of linear layers that predicts the next token, a document's class or a token's tag.
///
/// It is scored, and neither trained nor pruned here; a decoder or a logistic head directly on the states, which
/// can be, makes a ``LanguageModel`` or ``Classifier``.
public struct Predictor: Sendable {
  /// The encoder.
  public let encoder: Encoder
  /// What the first layer reads of a document where the document is classified.
  public let pooling: Pooling
  /// The layers before the last, each followed by `activation`.
  public let hidden: [LinearLayer]
  /// What stands behind each hidden layer.
  public let activation: HeadActivation
  /// The last layer, `[K, …]`: one row a token of the vocabulary, or a class.
  public let output: LinearLayer

  /// K.
  public var outputSize: Int { output.outputSize }
  /// Whether it predicts the next token: it has an output for each token of the vocabulary.
  public var predictsTokens: Bool { outputSize == encoder.vocabularySize && pooling != .lastMeanMax }
  /// All tensors.
  public var parameters: [Parameter] {
    encoder.parameters + (hidden + [output]).flatMap { [$0.weights, $0.bias] }
  }

  /// The predictor made of layers whose widths follow on one another.
  public init(
    encoder: Encoder, pooling: Pooling, hidden: [LinearLayer], activation: HeadActivation,
    output: LinearLayer
  ) {
    var width = pooling.width(hiddenSize: encoder.outputSize)
    for layer in hidden + [output] {
      precondition(layer.inputSize == width)
      width = layer.outputSize
    }
    self.encoder = encoder
    self.pooling = pooling
    self.hidden = hidden
    self.activation = activation
    self.output = output
  }
}
