import Kernels

extension Configuration {
  /// The activation that a setting names, as Transformers calls them.
  func activation(_ key: String = "hidden_act") throws(TransformerError) -> Activation {
    switch try textIfAny(key) {
    case "gelu", "gelu_python": return .gelu
    case "gelu_new", "gelu_pytorch_tanh", "gelu_fast", "gelu_python_tanh", "gelu_accurate": return .geluTanh
    case "quick_gelu": return .geluQuick
    case "silu", "swish": return .silu
    case "relu": return .relu
    case "relu2": return .squaredReLU
    case "tanh": return .tanh
    default: throw bad(key, "gelu, gelu_new, gelu_pytorch_tanh, quick_gelu, silu, relu, relu2 or tanh")
    }
  }

  /// Heads and their size: `head_dim` where it is set, else the hidden size split among the heads.
  func attention(hiddenSize: Int) throws(TransformerError) -> Architecture.Attention {
    let heads = try count("num_attention_heads", upTo: 100_000)
    let keyValueHeads = try countIfAny("num_key_value_heads") ?? heads
    guard heads % keyValueHeads == 0 else { throw bad("num_key_value_heads", "a divisor of \(heads) heads") }
    let headSize = try countIfAny("head_dim") ?? hiddenSize / heads
    guard headSize > 0, headSize <= Self.limit / heads else {
      throw bad("head_dim", "a size that \(heads) heads can have")
    }
    return Architecture.Attention(heads: heads, keyValueHeads: keyValueHeads, headSize: headSize)
  }

  /// Which layers look at a window only: by `layer_types` where it is set, else by the family's rule.
  func windowedLayers(otherwise rule: (Int) -> Bool) throws(TransformerError) -> [Bool] {
    let count = try count("num_hidden_layers", upTo: 10_000)
    guard let types = self["layer_types"]?.elements else { return (0..<count).map(rule) }
    let windowed = types.compactMap { type -> Bool? in
      switch type.text {
      case "full_attention": false
      case "sliding_attention": true
      default: nil
      }
    }
    guard windowed.count == count, types.count == count else {
      throw bad("layer_types", "full_attention or sliding_attention for each of \(count) layers")
    }
    return windowed
  }
}
