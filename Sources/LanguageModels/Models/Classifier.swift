/// An encoder with a logistic head on the last hidden state of a document (paper, section 3.3).
public struct Classifier: Sendable {
  /// The encoder, the classifier's own copy.
  public let encoder: Encoder
  /// `[1, H]`.
  public let headWeights: Parameter
  /// `[1]`.
  public let headBias: Parameter

  /// All tensors.
  public var parameters: [Parameter] { encoder.parameters + [headWeights, headBias] }

  /// The classifier made of weights of matching shapes.
  public init(encoder: Encoder, headWeights: Parameter, headBias: Parameter) {
    precondition(headWeights.shape == [1, encoder.configuration.hiddenSize] && headBias.shape == [1])
    self.encoder = encoder
    self.headWeights = headWeights
    self.headBias = headBias
  }

  /// A copy of a pretrained encoder under a new random head. The pretrained weights are not touched by
  /// training the classifier.
  public init(pretrained: Encoder, seed: UInt64) {
    let size = pretrained.configuration.hiddenSize
    let weights = Parameter(name: "classifier.weight", shape: [1, size])
    let bias = Parameter(name: "classifier.bias", shape: [1])
    let bound = 1 / Float(size).squareRoot()
    weights.initialize(bound: bound, seed: seed, stream: 3)
    bias.initialize(bound: bound, seed: seed, stream: 4)
    self.init(encoder: pretrained.copy(), headWeights: weights, headBias: bias)
  }
}
