/// Embedding and recurrent layers: what turns a sequence of tokens into activations.
///
/// Each layer has its own cell, width, directions and projection; what a layer reads is as wide as what the one
/// below gives.
public struct Encoder: Sendable {
  /// `[V, E]`. One-hot input is the identity; a projection behind an embedding is applied to its rows once.
  public let embedding: Parameter
  /// The layers, first to last.
  public let layers: [EncoderLayer]

  /// The encoder made of weights of matching shapes.
  public init(embedding: Parameter, layers: [EncoderLayer]) {
    precondition(embedding.shape.count == 2 && !layers.isEmpty)
    precondition(layers[0].inputSize == embedding.shape[1])
    precondition(zip(layers, layers.dropFirst()).allSatisfy { $0.outputSize == $1.inputSize })
    self.embedding = embedding
    self.layers = layers
  }

  /// The encoder of layers of one direction.
  public init(embedding: Parameter, layers: [RecurrentLayer]) {
    self.init(embedding: embedding, layers: layers.map { EncoderLayer($0) })
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

  /// V: tokens that it knows.
  public var vocabularySize: Int { embedding.shape[0] }
  /// E: the width of what the first layer reads.
  public var embeddingSize: Int { embedding.shape[1] }
  /// The width of what the last layer gives, which is what a head reads.
  public var outputSize: Int { layers[layers.count - 1].outputSize }
  /// All tensors, embedding first.
  public var parameters: [Parameter] { [embedding] + layers.flatMap(\.parameters) }

  /// The layers where each has one direction and no projection, which is what can be trained and pruned; nil
  /// for any other encoder.
  public var stack: [RecurrentLayer]? {
    layers.allSatisfy { $0.reverse == nil && $0.forward.projection == nil } ? layers.map(\.forward) : nil
  }

  /// A copy that training may change while this one stays as it is.
  public func copy() -> Encoder {
    Encoder(embedding: embedding.copy(), layers: layers.map { $0.copy() })
  }
}
