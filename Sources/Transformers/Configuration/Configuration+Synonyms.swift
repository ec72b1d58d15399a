import Files

extension Configuration {
  /// Names that families have for one thing, and the one that is asked for here.
  private static let synonyms = [
    "n_embd": "hidden_size", "dim": "hidden_size",
    "n_layer": "num_hidden_layers", "n_layers": "num_hidden_layers",
    "n_head": "num_attention_heads", "n_heads": "num_attention_heads",
    "n_positions": "max_position_embeddings",
    "n_inner": "intermediate_size", "hidden_dim": "intermediate_size",
    "hidden_activation": "hidden_act", "activation_function": "hidden_act", "activation": "hidden_act",
    "layer_norm_epsilon": "layer_norm_eps", "norm_eps": "layer_norm_eps",
    "rotary_emb_base": "rope_theta", "rotary_pct": "partial_rotary_factor",
  ]

  /// These settings under their common names, those of the language model taken out of `text_config`, and
  /// `defaults` for the keys that are missing. A key that is null stays null.
  init(path: String, values: JSONValue, defaults: [String: JSONValue]) {
    var members = values.settings ?? [:]
    if let nested = values["text_config"]?.settings { members.merge(nested) { $1 } }
    for (name, common) in Self.synonyms.sorted(by: { $0.key < $1.key }) {
      guard let value = members[name] else { continue }
      if members[common] == nil || members[common] == .null { members[common] = value }
    }
    members.merge(defaults) { given, _ in given }
    self.init(path: path, values: members)
  }
}
