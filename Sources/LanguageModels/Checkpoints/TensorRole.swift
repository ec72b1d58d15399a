/// What the parts of a tensor's name say of its place in a model.
enum TensorRole {
  /// What the layer of an output is usually called, numbers left out.
  private static let heads: Set<String> = [
    "decoder", "lm_head", "output", "out", "fc", "linear", "linear_layer", "dense", "head", "classifier",
    "classification_layer", "hiddentag", "proj", "generator",
  ]

  /// Whether the layer that a tensor belongs to is called like an output.
  static func isHead(_ name: String) -> Bool {
    heads.contains(name.modulePath.lastPart.lowercased().filter { !$0.isNumber })
  }

  /// Whether a tensor belongs to attention or pooling over states: what it gives is weights of other values.
  static func isAttention(_ name: String) -> Bool {
    name.lowercased().split(separator: ".").contains { part in
      part.contains("attn") || part.contains("attention") || ["query", "key", "value", "v"].contains(part)
    }
  }

  /// Whether a name says that the tensor stands behind the encoder. Names such as `fc` and `proj` don't: layers before
  /// the encoder have them too.
  static func isBehindEncoder(_ name: String) -> Bool {
    let parts = name.modulePath.lowercased().split(separator: ".")
    if parts.contains(where: { $0.contains("emb") || $0.contains("input") }) { return false }
    return isAttention(name)
      || parts.contains { part in
        ["decod", "classif", "head", "pool", "crf", "criterion", "loss"].contains { part.contains($0) }
      }
  }
}
