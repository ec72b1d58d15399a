import Files
import Kernels

extension TensorNames {
  /// BERT's names.
  static let bert = TensorNames(
    prefixes: ["bert."], tokens: "embeddings.word_embeddings", positions: "embeddings.position_embeddings",
    types: "embeddings.token_type_embeddings", embeddingNorm: "embeddings.LayerNorm",
    block: "encoder.layer.{}.",
    norms: [.attentionSum: "attention.output.LayerNorm", .mlpSum: "output.LayerNorm"],
    attentionInput: .separate(
      query: "attention.self.query", key: "attention.self.key", value: "attention.self.value"),
    attentionOutput: "attention.output.dense", mlpInput: .plain("intermediate.dense"),
    mlpOutput: "output.dense",
    languageHead: .init(
      output: "cls.predictions.decoder", biases: ["cls.predictions.bias", "cls.predictions.decoder.bias"],
      transform: .init(dense: "cls.predictions.transform.dense", norm: "cls.predictions.transform.LayerNorm")),
    classificationHead: .init(dense: "pooler.dense", output: "classifier"),
    ignored: ["embeddings.position_ids"])
}

extension Configuration {
  /// A model of BERT's kind: learned positions, norms on sums, full attention, biases everywhere.
  fileprivate func bert(firstPosition: Int = 0, hasTypes: Bool = true) throws(TransformerError)
    -> Architecture
  {
    if let kind = try textIfAny("position_embedding_type"), kind != "absolute" {
      throw bad("position_embedding_type", "absolute")
    }
    guard try !flag("is_decoder") else {
      throw .unsupported(path: path, feature: "an encoder used as a decoder")
    }
    let hidden = try count("hidden_size")
    let positions = try count("max_position_embeddings")
    guard positions > firstPosition else {
      throw bad("max_position_embeddings", "more than \(firstPosition)")
    }
    var attention = try attention(hiddenSize: hidden)
    attention.hasInputBias = true
    attention.hasOutputBias = true
    let layer = Architecture.Layer(scale: 1 / Float(attention.headSize).squareRoot(), mask: .full)
    return Architecture(
      hiddenSize: hidden, vocabularySize: try count("vocab_size"),
      maximumLength: positions - firstPosition,
      embedding: .init(firstPosition: firstPosition, positions: positions, hasTypes: hasTypes, hasNorm: true),
      norm: .init(kind: .layer, epsilon: Float(try number("layer_norm_eps")), hasBias: true),
      attention: attention,
      layers: Array(repeating: layer, count: try count("num_hidden_layers", upTo: 10_000)),
      mlp: .init(
        size: try count("intermediate_size"),
        activation: try activation(), isGated: false, hasBias: true),
      tiesHead: try flag("tie_word_embeddings"), pooling: .first)
  }
}

extension ModelFamily {
  /// BERT, and sentence encoders of its form: MiniLM.
  static let bert = ModelFamily(
    modelTypes: ["bert"], isCausal: false, names: .bert,
    defaults: [
      "vocab_size": 30_522, "hidden_size": 768, "num_hidden_layers": 12, "num_attention_heads": 12,
      "intermediate_size": 3_072, "hidden_act": "gelu", "max_position_embeddings": 512,
      "layer_norm_eps": 1e-12, "pad_token_id": 0, "tie_word_embeddings": true,
    ]
  ) { (settings) throws(TransformerError) in try settings.bert() }

  /// RoBERTa: BERT whose positions start after the number of the padding token.
  static let roberta = ModelFamily(
    modelTypes: ["roberta", "xlm-roberta"], isCausal: false,
    names: {
      var names = TensorNames.bert
      names.prefixes = ["roberta."]
      names.languageHead = .init(
        output: "lm_head.decoder", biases: ["lm_head.bias", "lm_head.decoder.bias"],
        transform: .init(dense: "lm_head.dense", norm: "lm_head.layer_norm", activation: .gelu))
      names.classificationHead = .init(dense: "classifier.dense", output: "classifier.out_proj")
      return names
    }(),
    defaults: [
      "vocab_size": 50_265, "hidden_size": 768, "num_hidden_layers": 12, "num_attention_heads": 12,
      "intermediate_size": 3_072, "hidden_act": "gelu", "max_position_embeddings": 512,
      "layer_norm_eps": 1e-12, "pad_token_id": 1, "tie_word_embeddings": true,
    ]
  ) { (settings) throws(TransformerError) in
    try settings.bert(firstPosition: (try settings.countIfAny("pad_token_id") ?? 0) + 1)
  }

  /// DistilBERT: BERT without token types.
  static let distilBERT = ModelFamily(
    modelTypes: ["distilbert"], isCausal: false,
    names: {
      var names = TensorNames.bert
      names.prefixes = ["distilbert."]
      names.types = nil
      names.block = "transformer.layer.{}."
      names.norms = [.attentionSum: "sa_layer_norm", .mlpSum: "output_layer_norm"]
      names.attentionInput = .separate(
        query: "attention.q_lin", key: "attention.k_lin", value: "attention.v_lin")
      names.attentionOutput = "attention.out_lin"
      names.mlpInput = .plain("ffn.lin1")
      names.mlpOutput = "ffn.lin2"
      names.languageHead = .init(
        output: "vocab_projector", biases: ["vocab_projector.bias"],
        transform: .init(dense: "vocab_transform", norm: "vocab_layer_norm"))
      names.classificationHead = .init(dense: "pre_classifier", activation: .relu, output: "classifier")
      return names
    }(),
    defaults: [
      "vocab_size": 30_522, "hidden_size": 768, "num_hidden_layers": 6, "num_attention_heads": 12,
      "intermediate_size": 3_072, "hidden_act": "gelu", "max_position_embeddings": 512,
      "layer_norm_eps": 1e-12, "pad_token_id": 0, "tie_word_embeddings": true,
    ]
  ) { (settings) throws(TransformerError) in
    var model = try settings.bert(hasTypes: false)
    model.norm.epsilon = 1e-12
    return model
  }
}
