/// An encoder with a logistic head on the hidden states of a document.
public struct Classifier: Sendable {
  /// The encoder, the classifier's own copy.
  public let encoder: Encoder
  /// What the head reads.
  public let pooling: Pooling
  /// `[1, H]` or `[1, 3H]`.
  public let headWeights: Parameter
  /// `[1]`.
  public let headBias: Parameter

  /// All tensors.
  public var parameters: [Parameter] { encoder.parameters + [headWeights, headBias] }

  /// The classifier made of weights of matching shapes.
  public init(encoder: Encoder, pooling: Pooling, headWeights: Parameter, headBias: Parameter) {
    let width = pooling.width(hiddenSize: encoder.outputSize)
    precondition(headWeights.shape == [1, width] && headBias.shape == [1])
    self.encoder = encoder
    self.pooling = pooling
    self.headWeights = headWeights
    self.headBias = headBias
  }

  /// A copy of a pretrained encoder under a new random head. The pretrained weights are not touched by
  /// training the classifier.
  public init(pretrained: Encoder, pooling: Pooling = .last, seed: UInt64) {
    let width = pooling.width(hiddenSize: pretrained.outputSize)
    let weights = Parameter(name: "classifier.weight", shape: [1, width])
    let bias = Parameter(name: "classifier.bias", shape: [1])
    let bound = 1 / Float(width).squareRoot()
    weights.initialize(bound: bound, seed: seed, stream: .headWeights)
    bias.initialize(bound: bound, seed: seed, stream: .headBias)
    self.init(encoder: pretrained.copy(), pooling: pooling, headWeights: weights, headBias: bias)
  }
}
