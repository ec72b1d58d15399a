import Kernels

/// What a transformer is made of. One kind of block, composed of these parts, serves every family.
public struct Architecture: Sendable, Hashable {
  /// H, the width of the residual stream.
  public var hiddenSize: Int
  /// V, as configured; the embedding may have more rows.
  public var vocabularySize: Int
  /// The longest sequence that the model was made for.
  public var maximumLength: Int
  /// How tokens enter.
  public var embedding = Embedding()
  /// The norm, of one kind everywhere.
  public var norm: Norm
  /// The attention, of one shape in all blocks.
  public var attention: Attention
  /// What differs between blocks, one each.
  public var layers: [Layer]
  /// The feed-forward layer.
  public var mlp: MLP
  /// Whether attention and feed-forward layer read the same residual and are added together.
  public var isParallel = false
  /// The soft cap of the logits; 0 for none.
  public var logitSoftCap: Float = 0
  /// Whether the head is the embedding although the file may hold one of its own.
  public var tiesHead: Bool
  /// What a sequence classifier reads: see ``Pooling``.
  public var pooling = Pooling.last

  /// How tokens enter the residual stream.
  public struct Embedding: Sendable, Hashable {
    /// What token vectors are multiplied by.
    public var scale: Float = 1
    /// The row of the learned positions that the first token gets; nil where positions are not learned.
    public var firstPosition: Int?
    /// How many learned positions there are.
    public var positions = 0
    /// Whether the vector of the first token type is added.
    public var hasTypes = false
    /// Whether a norm follows.
    public var hasNorm = false
  }

  /// A norm of rows.
  public struct Norm: Sendable, Hashable {
    /// What is computed.
    public enum Kind: Sendable, Hashable {
      /// Mean and variance, a weight.
      case layer
      /// Mean and variance, nothing learned.
      case plainLayer
      /// The mean square, a weight.
      case rootMeanSquare
      /// The mean square, one plus a weight.
      case rootMeanSquareFromOne
    }

    /// What is computed.
    public var kind: Kind
    /// What is added to the variance.
    public var epsilon: Float
    /// Whether a bias is added.
    public var hasBias = false
  }

  /// An attention.
  public struct Attention: Sendable, Hashable {
    /// What is done to queries and keys before positions come in.
    public enum QueryKeyNorm: Sendable, Hashable {
      /// Nothing.
      case none
      /// Each head is normed by itself.
      case eachHead
      /// All heads are normed together.
      case allHeads
    }

    /// Query heads.
    public var heads: Int
    /// Key-value heads; query heads share them in neighbouring groups.
    public var keyValueHeads: Int
    /// D.
    public var headSize: Int
    /// The soft cap of scores; 0 for none.
    public var softCap: Float = 0
    /// What is done to queries and keys before positions come in.
    public var queryKeyNorm = QueryKeyNorm.none
    /// What queries, keys and values are clamped to, either sign; nil for no bound.
    public var clip: Float?
    /// Whether queries, keys and values have a bias.
    public var hasInputBias = false
    /// Whether the output has a bias.
    public var hasOutputBias = false

    /// Floats of all query heads.
    public var queryWidth: Int { heads * headSize }
    /// Floats of all key heads, or of all value heads.
    public var keyWidth: Int { keyValueHeads * headSize }
  }

  /// What differs between blocks.
  public struct Layer: Sendable, Hashable {
    /// What scores are multiplied by.
    public var scale: Float
    /// Which keys a query looks at.
    public var mask: AttentionMask
    /// Rotary positions, or nil.
    public var rotary: RotaryPositions?
    /// Whether the norm before the attention is there, in families that have one.
    public var hasInputNorm = true
  }

  /// A feed-forward layer.
  public struct MLP: Sendable, Hashable {
    /// I, the number of neurons.
    public var size: Int
    /// What is applied to each.
    public var activation: Activation
    /// Whether a second product is multiplied in.
    public var isGated: Bool
    /// Whether the products have biases.
    public var hasBias: Bool
  }
}
