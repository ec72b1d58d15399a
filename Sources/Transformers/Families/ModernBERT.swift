import Files
import Kernels

extension ModelFamily {
  /// ModernBERT: rotary positions, gated feed-forward layers, norms before each part, and layers that look
  /// only so far to either side.
  static let modernBERT = ModelFamily(
    modelTypes: ["modernbert"], isCausal: false,
    names: TensorNames(
      prefixes: ["model."], tokens: "embeddings.tok_embeddings", embeddingNorm: "embeddings.norm",
      block: "layers.{}.", norms: [.attentionInput: "attn_norm", .mlpInput: "mlp_norm"],
      attentionInput: .joined("attn.Wqkv"), attentionOutput: "attn.Wo", mlpInput: .joined("mlp.Wi"),
      mlpOutput: "mlp.Wo", finalNorm: "final_norm",
      languageHead: .init(
        output: "decoder", biases: ["decoder.bias"],
        transform: .init(
          dense: "head.dense", norm: "head.norm", activation: .gelu, activationKey: "classifier_activation")),
      classificationHead: .init(
        dense: "head.dense", activation: .gelu, activationKey: "classifier_activation", norm: "head.norm",
        output: "classifier")),
    defaults: [
      "vocab_size": 50_368, "hidden_size": 768, "intermediate_size": 1_152, "num_hidden_layers": 22,
      "num_attention_heads": 12, "hidden_act": "gelu", "max_position_embeddings": 8_192,
      "layer_norm_eps": 1e-05, "local_attention": 128, "global_attn_every_n_layers": 3,
      "classifier_pooling": "cls", "classifier_activation": "gelu", "tie_word_embeddings": true,
    ]
  ) { (settings) throws(TransformerError) in
    let hidden = try settings.count("hidden_size")
    var attention = try settings.attention(hiddenSize: hidden)
    attention.hasInputBias = try settings.flag("attention_bias")
    attention.hasOutputBias = attention.hasInputBias
    let reach = try settings.count("local_attention") / 2
    let wide = try settings.rotary(
      RotaryKeys(base: "global_rope_theta", defaultBase: 160_000), headSize: attention.headSize)
    let near = try settings.rotary(
      RotaryKeys(layerType: "sliding_attention", base: "local_rope_theta"), headSize: attention.headSize)
    let pattern = try settings.count("global_attn_every_n_layers")
    let windowed = try settings.windowedLayers { $0 % pattern != 0 }
    return Architecture(
      hiddenSize: hidden, vocabularySize: try settings.count("vocab_size"),
      maximumLength: try settings.count("max_position_embeddings"),
      embedding: .init(hasNorm: true),
      norm: .init(
        kind: .layer, epsilon: Float(try settings.number("layer_norm_eps")),
        hasBias: try settings.flag("norm_bias")),
      attention: attention,
      layers: windowed.enumerated().map { layer, isWindowed in
        .init(
          scale: 1 / Float(attention.headSize).squareRoot(), mask: isWindowed ? .band(reach) : .full,
          rotary: isWindowed ? near : wide, hasInputNorm: layer > 0)
      },
      mlp: .init(
        size: try settings.count("intermediate_size"),
        activation: try settings.activation(), isGated: true,
        hasBias: try settings.flag("mlp_bias")),
      tiesHead: try settings.flag("tie_word_embeddings"),
      pooling: try settings.textIfAny("classifier_pooling") == "mean" ? .mean : .first)
  }
}
