import Files
import Kernels

extension ModelFamily {
  /// Gemma 1: Llama with a scaled embedding and norms that start from one.
  static let gemma = ModelFamily(
    modelTypes: ["gemma"], isCausal: true, names: .llama,
    defaults: [
      "vocab_size": 256_000, "hidden_size": 3_072, "intermediate_size": 24_576, "num_hidden_layers": 28,
      "num_attention_heads": 16, "head_dim": 256, "hidden_act": "gelu_pytorch_tanh",
      "max_position_embeddings": 8_192, "rms_norm_eps": 1e-06, "tie_word_embeddings": true,
    ]
  ) { (settings) throws(TransformerError) in
    var model = try settings.gemma()
    // Whatever the configuration says: Gemma was trained with the tanh form.
    if model.mlp.activation == .gelu { model.mlp.activation = .geluTanh }
    return model
  }

  /// Gemma 2: norms before and after each part, soft caps, windows in every other layer.
  static let gemma2 = ModelFamily(
    modelTypes: ["gemma2"], isCausal: true, names: TensorNames.llama.with(norms: .aroundEachPart),
    defaults: [
      "vocab_size": 256_000, "hidden_size": 2_304, "intermediate_size": 9_216, "num_hidden_layers": 26,
      "num_attention_heads": 8, "head_dim": 256, "hidden_act": "gelu_pytorch_tanh",
      "max_position_embeddings": 8_192, "rms_norm_eps": 1e-06, "tie_word_embeddings": true,
      "num_key_value_heads": 4, "query_pre_attn_scalar": 256, "sliding_window": 4_096,
      "attn_logit_softcapping": 50.0, "final_logit_softcapping": 30.0,
    ]
  ) { (settings) throws(TransformerError) in
    var model = try settings.gemma()
    try settings.setWindows(of: &model, pattern: 2)
    try settings.setScale(of: &model)
    return model
  }

  /// Gemma 3, its text part: norms of query and key heads, five windowed layers to each full one, with rotary
  /// bases of their own.
  static let gemma3 = ModelFamily(
    modelTypes: ["gemma3_text", "gemma3"], isCausal: true,
    names: TensorNames.llama.with(norms: .aroundEachPart),
    defaults: [
      "vocab_size": 262_208, "hidden_size": 2_304, "intermediate_size": 9_216, "num_hidden_layers": 26,
      "num_attention_heads": 8, "head_dim": 256, "hidden_act": "gelu_pytorch_tanh",
      "max_position_embeddings": 131_072, "rms_norm_eps": 1e-06, "tie_word_embeddings": true,
      "num_key_value_heads": 4, "query_pre_attn_scalar": 256, "sliding_window": 4_096,
      "sliding_window_pattern": 6,
    ]
  ) { (settings) throws(TransformerError) in
    guard try !settings.flag("use_bidirectional_attention") else {
      throw .unsupported(path: settings.path, feature: "bidirectional attention in gemma3")
    }
    var model = try settings.gemma(rotary: RotaryKeys(defaultBase: 1_000_000))
    let local = try settings.rotary(
      RotaryKeys(layerType: "sliding_attention", base: "rope_local_base_freq", isScaled: false),
      headSize: model.attention.headSize)
    try settings.setWindows(
      of: &model, pattern: try settings.count("sliding_window_pattern"), rotary: local)
    try settings.setScale(of: &model)
    model.attention.queryKeyNorm = .eachHead
    return model
  }
}

extension [NormPlace: String] {
  /// Gemma 2's norms, before and after each part.
  static let aroundEachPart: Self = [
    .attentionInput: "input_layernorm", .attentionOutput: "post_attention_layernorm",
    .mlpInput: "pre_feedforward_layernorm", .mlpOutput: "post_feedforward_layernorm",
  ]
}

extension Configuration {
  /// What Gemmas have in common.
  fileprivate func gemma(rotary: RotaryKeys = RotaryKeys()) throws(TransformerError) -> Architecture {
    var model = try llama(windowed: { _ in false }, rotary: rotary)
    model.norm.kind = .rootMeanSquareFromOne
    model.embedding.scale = Float(model.hiddenSize).squareRoot()
    model.attention.softCap = Float(try numberIfAny("attn_logit_softcapping") ?? 0)
    model.logitSoftCap = Float(try numberIfAny("final_logit_softcapping") ?? 0)
    return model
  }

  /// Every layer but each `pattern`-th looks at a window; those may have other rotary positions.
  fileprivate func setWindows(
    of model: inout Architecture, pattern: Int, rotary: RotaryPositions? = nil
  ) throws(TransformerError) {
    let width = try count("sliding_window")
    let windowed = try windowedLayers { ($0 + 1) % pattern != 0 }
    for (layer, isWindowed) in windowed.enumerated() where isWindowed {
      model.layers[layer].mask = .causalWindow(width)
      if let rotary { model.layers[layer].rotary = rotary }
    }
  }

  fileprivate func setScale(of model: inout Architecture) throws(TransformerError) {
    guard let scalar = try numberIfAny("query_pre_attn_scalar") else {
      throw bad("query_pre_attn_scalar", "a positive number")
    }
    for layer in model.layers.indices { model.layers[layer].scale = Float(1 / scalar.squareRoot()) }
  }
}
