/// What tells that a file or folder holds a transformer.
public struct TransformerTraits: Equatable, Sendable {
  /// `model_type` of a `config.json`, such as `gpt2`; nil where there is none.
  public let modelType: String?
  /// Tensors whose names tell, a few of them.
  public let tensors: [String]

  /// What the parts of a name are called where attention reads a sequence by itself.
  private static let tellingParts: Set<String> = [
    "q_proj", "k_proj", "v_proj", "qkv_proj", "c_attn", "query_key_value", "in_proj_weight", "self_attn",
    "qkv",
    "Wqkv", "q_lin", "attn_qkv",
  ]

  /// Traits by the name of the kind, or by tensors.
  public init(modelType: String?, tensors: [String]) {
    self.modelType = modelType
    self.tensors = tensors
  }

  /// The traits that names of tensors show; nil where none does.
  init?(tensors names: [String]) {
    let telling = names.filter { name in
      let parts = name.split(separator: ".").map(String.init)
      return parts.contains { Self.tellingParts.contains($0) }
        || (parts.contains("attention") && parts.contains { ["self", "query"].contains($0) })
    }
    guard !telling.isEmpty else { return nil }
    self.init(modelType: nil, tensors: Array(telling.prefix(3)))
  }
}
