/// A floating-point tensor of a checkpoint that the recognised model has no use for.
public struct UnusedTensor: Equatable, Sendable {
  /// Its name in the file.
  public let name: String
  /// Its shape.
  public let shape: [Int]
  /// Whether it can only stand behind the encoder, so that activations are right without it. False where that
  /// isn't known.
  public let isBehindEncoder: Bool
}

/// What was taken for granted about a checkpoint, because nothing in it tells.
public enum ModelAssumption: Equatable, Sendable {
  /// These modules read one another, in this order, and not the same input side by side.
  case stacked([String])
  /// Nothing stands between the embedding and the recurrent layers but this projection.
  case projectedEmbedding(String)
  /// Tokens come as one-hot vectors, of this width.
  case oneHot(Int)
  /// These weights had dropout cut into them; the weights beside them were used.
  case rawWeights([String])
  /// The states go through these layers, with this activation between two of them.
  case head(layers: [String], activation: HeadActivation)
  /// This decoder of the pretraining takes no part in the head for classes beside it.
  case decoderBesideHead(String)
  /// The head reads a document so.
  case pooling(Pooling)

  /// Whether it is about what stands behind the encoder.
  public var concernsHead: Bool {
    switch self {
    case .stacked, .projectedEmbedding, .oneHot, .rawWeights: false
    case .head, .decoderBesideHead, .pooling: true
    }
  }
}
