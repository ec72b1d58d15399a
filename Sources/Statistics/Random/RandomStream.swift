/// The streams of ``CounterGenerator``: each use of randomness that threads share has one of its own.
public enum RandomStream: Hashable, Sendable {
  /// First values of the embedding.
  case embedding
  /// First values of a language model's decoder.
  case decoder
  /// First values of a classifier's weights.
  case headWeights
  /// First values of a classifier's bias.
  case headBias
  /// First values of a recurrent layer's tensor, numbered in PyTorch's order.
  case layer(Int, tensor: Int)
  /// The order of documents in an epoch of fine-tuning.
  case documentOrder(epoch: Int)
  /// The dropout mask of a place (embedding, output, ...) at a training step.
  case dropout(step: Int, place: Int)
  /// Which documents a pruning is scored on.
  case scoredDocuments
  /// One of several random orders in which neurons are pruned.
  case pruningOrder(Int)
  /// The order in which neurons are pruned by chance, beside others that are not.
  case chancePruningOrder

  /// The number that sets the stream apart.
  package var number: UInt64 {
    switch self {
    case .embedding: 1
    case .decoder: 2
    case .headWeights: 3
    case .headBias: 4
    case .layer(let index, let tensor): UInt64(16 + 4 * index + tensor)
    case .documentOrder(let epoch): UInt64(epoch) << 8 | 1
    case .dropout(let step, let place): UInt64(step) << 8 | UInt64(0x80 + place)
    case .scoredDocuments: 77
    case .pruningOrder(let number): UInt64(1000 + number)
    case .chancePruningOrder: 999
    }
  }
}
