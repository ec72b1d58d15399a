extension TensorNames {
  /// What heads of tasks are called, whether or not they are computed here.
  static let headModules = ["classifier", "score", "qa_outputs"]

  /// Prefixes that programs put before everything.
  private static let wrappers = ["_orig_mod.", "module.", "base_model.model."]

  /// A name without wrappers and without a prefix; LayerNorm's old names of weight and bias become the new ones.
  static func stripped(_ name: String, prefixes: [String]) -> String {
    var rest = name[...]
    while let wrapper = wrappers.first(where: { rest.hasPrefix($0) }) { rest = rest.dropFirst(wrapper.count) }
    if let prefix = prefixes.first(where: { rest.hasPrefix($0) }) { rest = rest.dropFirst(prefix.count) }
    if rest.hasSuffix("LayerNorm.gamma") { return rest.dropLast(5) + "weight" }
    if rest.hasSuffix("LayerNorm.beta") { return rest.dropLast(4) + "bias" }
    return String(rest)
  }
}
