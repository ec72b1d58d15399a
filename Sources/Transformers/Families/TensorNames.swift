import Kernels

/// What the tensors of a family are called, without prefixes that some files have and some don't. Names of
/// modules: `.weight` and `.bias` are added.
struct TensorNames: Sendable {
  /// Prefixes of the base model, longest first, that are taken off where they stand.
  var prefixes: [String]
  /// Vectors of the tokens.
  var tokens: String
  /// Vectors of learned positions.
  var positions: String?
  /// Vectors of token types.
  var types: String?
  /// The norm of the embedding.
  var embeddingNorm: String?
  /// What stands before the names of a block's parts; `{}` is its number.
  var block: String
  /// The norms of a block; those that are not named are not there.
  var norms: [NormPlace: String]
  /// The products that make queries, keys and values.
  var attentionInput: AttentionInput
  /// The norm of queries and that of keys.
  var queryNorm = "self_attn.q_norm", keyNorm = "self_attn.k_norm"
  /// The product of the attention's result.
  var attentionOutput: String
  /// The first products of the feed-forward layer.
  var mlpInput: MLPInput
  /// The last product of the feed-forward layer, whose inputs are the neurons.
  var mlpOutput: String
  /// The norm after the last block.
  var finalNorm: String?
  /// Whether matrices are stored as [inputs, outputs] instead of [outputs, inputs].
  var storesInputsFirst = false
  /// The head that predicts tokens.
  var languageHead: LanguageHead
  /// The head that classifies a sequence.
  var classificationHead: ClassificationHead
  /// Ends of names that are no weights, such as causal masks.
  var ignored: [String] = []

  /// The products that make queries, keys and values.
  enum AttentionInput: Sendable {
    /// One for each.
    case separate(query: String, key: String, value: String)
    /// One, whose outputs are all queries, all keys, all values.
    case joined(String)
    /// One, whose outputs are queries, keys and values of the first head, then of the second.
    case joinedByHead(String)
  }

  /// The first products of a feed-forward layer.
  enum MLPInput: Sendable {
    /// One, not gated.
    case plain(String)
    /// The one that goes through the activation, and the one it is multiplied with.
    case gated(gate: String, up: String)
    /// Both in one, in this order.
    case joined(String)
  }

  /// A head that predicts tokens.
  struct LanguageHead: Sendable {
    /// The product whose weights may be the embedding's.
    var output: String
    /// Names that its bias may have; empty if it has none.
    var biases: [String] = []
    /// A product and a norm before it, in masked models.
    var transform: Transform?
  }

  /// A product, an activation and a norm.
  struct Transform: Sendable {
    var dense: String
    var norm: String
    /// The activation, if it is always the same; nil for the model's own.
    var activation: Activation?
    /// The setting that names another activation.
    var activationKey: String?
  }

  /// A head that classifies a sequence.
  struct ClassificationHead: Sendable {
    /// A product before the last, with its activation.
    var dense: String?
    var activation = Activation.tanh
    var activationKey: String?
    /// A norm after it.
    var norm: String?
    /// The last product.
    var output = "score"
  }
}
