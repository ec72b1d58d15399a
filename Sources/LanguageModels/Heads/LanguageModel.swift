/// An encoder with a decoder that predicts the next token.
public struct LanguageModel: Sendable {
  /// The encoder.
  public let encoder: Encoder
  /// `[V, H]`, H the width of the encoder's output; the embedding itself when the weights are tied (Press and Wolf, 2017).
  public let decoderWeights: Parameter
  /// `[V]`.
  public let decoderBias: Parameter

  /// Whether decoder and embedding are one tensor.
  public var tied: Bool { decoderWeights === encoder.embedding }
  /// All tensors, each once.
  public var parameters: [Parameter] {
    encoder.parameters + (tied ? [] : [decoderWeights]) + [decoderBias]
  }

  /// The model made of weights of matching shapes.
  public init(encoder: Encoder, decoderWeights: Parameter, decoderBias: Parameter) {
    precondition(decoderWeights.shape == [encoder.vocabularySize, encoder.outputSize])
    precondition(decoderBias.shape == [encoder.vocabularySize])
    self.encoder = encoder
    self.decoderWeights = decoderWeights
    self.decoderBias = decoderBias
  }

  /// Random weights; `tied` needs E = H.
  public init(_ configuration: EncoderConfiguration, tied: Bool, seed: UInt64) {
    precondition(!tied || configuration.embeddingSize == configuration.hiddenSize)
    let encoder = Encoder(configuration, seed: seed)
    var decoder = encoder.embedding
    if !tied {
      decoder = Parameter(
        name: "decoder.weight", shape: [configuration.vocabularySize, configuration.hiddenSize])
      decoder.initialize(bound: 0.1, seed: seed, stream: .decoder)
    }
    self.init(
      encoder: encoder, decoderWeights: decoder,
      decoderBias: Parameter(name: "decoder.bias", shape: [configuration.vocabularySize]))
  }
}
