/// Embedding and recurrent layers: what turns a sequence of tokens into activations.
public struct Encoder: Sendable {
  /// The sizes.
  public let configuration: EncoderConfiguration
  /// `[V, E]`.
  public let embedding: Parameter
  /// The layers, first to last.
  public let layers: [RecurrentLayer]

  /// The encoder made of weights of matching shapes.
  public init(embedding: Parameter, layers: [RecurrentLayer]) {
    precondition(embedding.shape.count == 2 && !layers.isEmpty)
    precondition(layers[0].inputSize == embedding.shape[1])
    self.embedding = embedding
    self.layers = layers
    configuration = EncoderConfiguration(
      vocabularySize: embedding.shape[0], embeddingSize: embedding.shape[1],
      hiddenSize: layers[0].hiddenSize, layers: layers.count, cell: layers[0].cell)
  }

  /// Random weights: embeddings uniform in [-0.1, 0.1), layers as PyTorch draws them.
  public init(_ configuration: EncoderConfiguration, seed: UInt64) {
    let embedding = Parameter(
      name: "encoder.weight", shape: [configuration.vocabularySize, configuration.embeddingSize])
    embedding.initialize(bound: 0.1, seed: seed, stream: .embedding)
    let layers = (0..<configuration.layers).map { index in
      RecurrentLayer(
        index: index, cell: configuration.cell,
        inputSize: index == 0 ? configuration.embeddingSize : configuration.hiddenSize,
        hiddenSize: configuration.hiddenSize, seed: seed)
    }
    self.init(embedding: embedding, layers: layers)
  }

  /// All tensors, embedding first.
  public var parameters: [Parameter] { [embedding] + layers.flatMap(\.parameters) }

  /// A copy that training may change while this one stays as it is.
  public func copy() -> Encoder {
    Encoder(embedding: embedding.copy(), layers: layers.map { $0.copy() })
  }
}
