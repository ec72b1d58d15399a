import Files
import Kernels

extension TensorNames {
  /// Llama's names, which many families share.
  static let llama = TensorNames(
    prefixes: ["language_model.model.", "model.language_model.", "model."], tokens: "embed_tokens",
    block: "layers.{}.",
    norms: [.attentionInput: "input_layernorm", .mlpInput: "post_attention_layernorm"],
    attentionInput: .separate(query: "self_attn.q_proj", key: "self_attn.k_proj", value: "self_attn.v_proj"),
    attentionOutput: "self_attn.o_proj", mlpInput: .gated(gate: "mlp.gate_proj", up: "mlp.up_proj"),
    mlpOutput: "mlp.down_proj", finalNorm: "norm", languageHead: .init(output: "lm_head"),
    classificationHead: .init(), ignored: [".rotary_emb.inv_freq"])

  /// These names with norms in other places.
  func with(norms: [NormPlace: String]) -> TensorNames {
    var names = self
    names.norms = norms
    return names
  }
}

extension Configuration {
  /// A model of Llama's kind: RMSNorm before each part, rotary positions, gated feed-forward layers. Layers that
  /// `windowed` chooses, unless `layer_types` does, look at `window` tokens.
  func llama(
    window: Int? = nil, windowed: (Int) -> Bool = { _ in true }, rotary keys: RotaryKeys = RotaryKeys()
  ) throws(TransformerError) -> Architecture {
    let hidden = try count("hidden_size")
    var attention = try attention(hiddenSize: hidden)
    attention.hasInputBias = try flag("attention_bias")
    attention.hasOutputBias = attention.hasInputBias
    let rotary = try rotary(keys, headSize: attention.headSize)
    let layers = try windowedLayers(otherwise: windowed).map { isWindowed in
      Architecture.Layer(
        scale: 1 / Float(attention.headSize).squareRoot(),
        mask: isWindowed ? window.map(AttentionMask.causalWindow) ?? .causal : .causal, rotary: rotary)
    }
    return Architecture(
      hiddenSize: hidden, vocabularySize: try count("vocab_size"),
      maximumLength: try count("max_position_embeddings"),
      norm: .init(kind: .rootMeanSquare, epsilon: Float(try number("rms_norm_eps"))),
      attention: attention, layers: layers,
      mlp: .init(
        size: try count("intermediate_size"), activation: try activation(), isGated: true,
        hasBias: try flag("mlp_bias")),
      tiesHead: try flag("tie_word_embeddings"))
  }
}

extension ModelFamily {
  /// Llama, and models that took its form: TinyLlama, SmolLM2.
  static let llama = ModelFamily(
    modelTypes: ["llama"], isCausal: true, names: .llama,
    defaults: [
      "vocab_size": 32_000, "hidden_size": 4_096, "intermediate_size": 11_008, "num_hidden_layers": 32,
      "num_attention_heads": 32, "hidden_act": "silu", "max_position_embeddings": 2_048,
      "rms_norm_eps": 1e-06,
    ]
  ) { (settings) throws(TransformerError) in try settings.llama() }

  /// Mistral: Llama with windows in all layers, where the configuration gives their width.
  static let mistral = ModelFamily(
    modelTypes: ["mistral"], isCausal: true, names: .llama,
    defaults: [
      "vocab_size": 32_000, "hidden_size": 4_096, "intermediate_size": 14_336, "num_hidden_layers": 32,
      "num_attention_heads": 32, "hidden_act": "silu", "max_position_embeddings": 131_072,
      "rms_norm_eps": 1e-06, "num_key_value_heads": 8, "sliding_window": 4_096,
    ]
  ) { (settings) throws(TransformerError) in
    try settings.llama(window: try settings.countIfAny("sliding_window"))
  }

  /// Qwen 2 and 2.5: biases on queries, keys and values; windows in the upper layers of some.
  static let qwen2 = ModelFamily(
    modelTypes: ["qwen2"], isCausal: true, names: .llama,
    defaults: [
      "vocab_size": 151_936, "hidden_size": 4_096, "intermediate_size": 22_016, "num_hidden_layers": 32,
      "num_attention_heads": 32, "hidden_act": "silu", "max_position_embeddings": 32_768,
      "rms_norm_eps": 1e-06, "sliding_window": 4_096, "max_window_layers": 28,
    ]
  ) { (settings) throws(TransformerError) in
    var model = try settings.qwen()
    model.attention.hasInputBias = true
    model.attention.hasOutputBias = false
    return model
  }

  /// Qwen 3: norms of each query and key head, head sizes of their own.
  static let qwen3 = ModelFamily(
    modelTypes: ["qwen3"], isCausal: true, names: .llama,
    defaults: [
      "vocab_size": 151_936, "hidden_size": 4_096, "intermediate_size": 22_016, "num_hidden_layers": 32,
      "num_attention_heads": 32, "hidden_act": "silu", "max_position_embeddings": 32_768,
      "rms_norm_eps": 1e-06, "head_dim": 128, "sliding_window": 4_096, "max_window_layers": 28,
    ]
  ) { (settings) throws(TransformerError) in
    var model = try settings.qwen()
    model.attention.queryKeyNorm = .eachHead
    return model
  }

  /// Phi-3: Llama with joined products, and LongRoPE in some.
  static let phi3 = ModelFamily(
    modelTypes: ["phi3"], isCausal: true,
    names: {
      var names = TensorNames.llama
      names.attentionInput = .joined("self_attn.qkv_proj")
      names.mlpInput = .joined("mlp.gate_up_proj")
      return names
    }(),
    defaults: [
      "vocab_size": 32_064, "hidden_size": 3_072, "intermediate_size": 8_192, "num_hidden_layers": 32,
      "num_attention_heads": 32, "hidden_act": "silu", "max_position_embeddings": 4_096,
      "rms_norm_eps": 1e-05, "original_max_position_embeddings": 4_096,
    ]
  ) { (settings) throws(TransformerError) in
    try settings.llama(window: try settings.countIfAny("sliding_window"))
  }
}

extension Configuration {
  /// What Qwen 2 and 3 have in common.
  fileprivate func qwen() throws(TransformerError) -> Architecture {
    let window = try flag("use_sliding_window") ? try countIfAny("sliding_window") : nil
    let lowest = try countIfAny("max_window_layers") ?? 0
    return try llama(window: window, windowed: { window != nil && $0 >= lowest })
  }
}
