import Files

extension ModelFamily {
  /// GPT-NeoX and Pythia: rotary positions on part of each head, attention and feed-forward layer in parallel.
  static let gptNeoX = ModelFamily(
    modelTypes: ["gpt_neox"], isCausal: true,
    names: TensorNames(
      prefixes: ["gpt_neox."], tokens: "embed_in", block: "layers.{}.",
      norms: [.attentionInput: "input_layernorm", .mlpInput: "post_attention_layernorm"],
      attentionInput: .joinedByHead("attention.query_key_value"), attentionOutput: "attention.dense",
      mlpInput: .plain("mlp.dense_h_to_4h"), mlpOutput: "mlp.dense_4h_to_h", finalNorm: "final_layer_norm",
      languageHead: .init(output: "embed_out"), classificationHead: .init(),
      ignored: [".attention.bias", ".attention.masked_bias"]),
    defaults: [
      "vocab_size": 50_432, "hidden_size": 6_144, "num_hidden_layers": 44, "num_attention_heads": 64,
      "intermediate_size": 24_576, "hidden_act": "gelu", "max_position_embeddings": 2_048,
      "layer_norm_eps": 1e-05, "use_parallel_residual": true, "attention_bias": true,
    ]
  ) { (settings) throws(TransformerError) in
    let hidden = try settings.count("hidden_size")
    let layers = try settings.count("num_hidden_layers", upTo: 10_000)
    var attention = try settings.attention(hiddenSize: hidden)
    guard attention.keyValueHeads == attention.heads else {
      throw .unsupported(path: settings.path, feature: "shared key-value heads in gpt_neox")
    }
    attention.hasInputBias = try settings.flag("attention_bias")
    attention.hasOutputBias = attention.hasInputBias
    let rotary = try settings.rotary(RotaryKeys(defaultShare: 0.25), headSize: attention.headSize)
    let layer = Architecture.Layer(
      scale: 1 / Float(attention.headSize).squareRoot(), mask: .causal, rotary: rotary)
    return Architecture(
      hiddenSize: hidden, vocabularySize: try settings.count("vocab_size"),
      maximumLength: try settings.count("max_position_embeddings"),
      norm: .init(
        kind: .layer, epsilon: Float(try settings.number("layer_norm_eps")), hasBias: true),
      attention: attention, layers: Array(repeating: layer, count: layers),
      mlp: .init(
        size: try settings.count("intermediate_size"),
        activation: try settings.activation(), isGated: false, hasBias: true),
      isParallel: try settings.flag("use_parallel_residual"),
      tiesHead: try settings.flag("tie_word_embeddings"))
  }
}
