import Files
import Kernels

extension ModelFamily {
  /// OLMo 1: Llama with norms that learn nothing and clamped queries, keys and values.
  static let olmo = ModelFamily(
    modelTypes: ["olmo"], isCausal: true, names: .llama,
    defaults: [
      "vocab_size": 50_304, "hidden_size": 4_096, "intermediate_size": 11_008, "num_hidden_layers": 32,
      "num_attention_heads": 32, "hidden_act": "silu", "max_position_embeddings": 2_048,
      "rms_norm_eps": 1e-05,
    ]
  ) { (settings) throws(TransformerError) in
    var model = try settings.llama(windowed: { _ in false })
    model.norm = .init(kind: .plainLayer, epsilon: 1e-5)
    model.attention.clip = try settings.numberIfAny("clip_qkv").map { Float($0) }
    return model
  }

  /// OLMo 2: norms after each part instead of before, and over all query and all key heads.
  static let olmo2 = ModelFamily(
    modelTypes: ["olmo2"], isCausal: true, names: TensorNames.llama.with(norms: .afterEachPart),
    defaults: [
      "vocab_size": 50_304, "hidden_size": 4_096, "intermediate_size": 11_008, "num_hidden_layers": 32,
      "num_attention_heads": 32, "hidden_act": "silu", "max_position_embeddings": 2_048,
      "rms_norm_eps": 1e-05,
    ]
  ) { (settings) throws(TransformerError) in
    var model = try settings.llama(windowed: { _ in false })
    model.attention.queryKeyNorm = .allHeads
    return model
  }

  /// OLMo 3: OLMo 2 with three windowed layers to each full one; only the full ones stretch their positions.
  static let olmo3 = ModelFamily(
    modelTypes: ["olmo3"], isCausal: true, names: TensorNames.llama.with(norms: .afterEachPart),
    defaults: [
      "vocab_size": 50_304, "hidden_size": 4_096, "intermediate_size": 11_008, "num_hidden_layers": 32,
      "num_attention_heads": 32, "hidden_act": "silu", "max_position_embeddings": 2_048,
      "rms_norm_eps": 1e-05, "sliding_window": 4_096,
    ]
  ) { (settings) throws(TransformerError) in
    var model = try settings.llama(windowed: { _ in false }, rotary: RotaryKeys(defaultBase: 500_000))
    model.attention.queryKeyNorm = .allHeads
    let local = try settings.rotary(
      RotaryKeys(layerType: "sliding_attention", defaultBase: 500_000, isScaled: false),
      headSize: model.attention.headSize)
    let width = try settings.count("sliding_window")
    let windowed = try settings.windowedLayers { ($0 + 1) % 4 != 0 }
    for (layer, isWindowed) in windowed.enumerated() where isWindowed {
      model.layers[layer].mask = .causalWindow(width)
      model.layers[layer].rotary = local
    }
    return model
  }
}

extension [NormPlace: String] {
  /// OLMo 2's norms, after each part.
  static let afterEachPart: Self = [
    .attentionOutput: "post_attention_layernorm", .mlpOutput: "post_feedforward_layernorm",
  ]
}
