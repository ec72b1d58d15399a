import Files

extension ModelFamily {
  /// GPT-2: learned positions, plain feed-forward layers, matrices stored with inputs first.
  static let gpt2 = ModelFamily(
    modelTypes: ["gpt2"], isCausal: true,
    names: TensorNames(
      prefixes: ["transformer."], tokens: "wte", positions: "wpe", block: "h.{}.",
      norms: [.attentionInput: "ln_1", .mlpInput: "ln_2"], attentionInput: .joined("attn.c_attn"),
      attentionOutput: "attn.c_proj", mlpInput: .plain("mlp.c_fc"), mlpOutput: "mlp.c_proj",
      finalNorm: "ln_f", storesInputsFirst: true, languageHead: .init(output: "lm_head"),
      classificationHead: .init(), ignored: [".attn.bias", ".attn.masked_bias"]),
    defaults: [
      "vocab_size": 50_257, "max_position_embeddings": 1_024, "hidden_size": 768,
      "num_hidden_layers": 12, "num_attention_heads": 12, "hidden_act": "gelu_new",
      "layer_norm_eps": 1e-05, "scale_attn_weights": true, "tie_word_embeddings": true,
    ]
  ) { (settings) throws(TransformerError) in
    let hidden = try settings.count("hidden_size")
    let length = try settings.count("max_position_embeddings")
    var attention = try settings.attention(hiddenSize: hidden)
    attention.hasInputBias = true
    attention.hasOutputBias = true
    let isScaled = try settings.flag("scale_attn_weights")
    let isScaledByLayer = try settings.flag("scale_attn_by_inverse_layer_idx")
    let scale = isScaled ? 1 / Float(attention.headSize).squareRoot() : 1
    return Architecture(
      hiddenSize: hidden, vocabularySize: try settings.count("vocab_size"),
      maximumLength: length, embedding: .init(firstPosition: 0, positions: length),
      norm: .init(
        kind: .layer, epsilon: Float(try settings.number("layer_norm_eps")), hasBias: true),
      attention: attention,
      layers: (0..<(try settings.count("num_hidden_layers", upTo: 10_000))).map {
        .init(scale: isScaledByLayer ? scale / Float($0 + 1) : scale, mask: .causal)
      },
      mlp: .init(
        size: try settings.countIfAny("intermediate_size") ?? 4 * hidden,
        activation: try settings.activation(), isGated: false,
        hasBias: true),
      tiesHead: try settings.flag("tie_word_embeddings"))
  }
}
