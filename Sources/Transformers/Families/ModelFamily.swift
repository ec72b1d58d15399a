import Files

/// One family of models: which configurations are of it, what its parts are, and how its tensors are called.
///
/// A family is data. `Transformers.md` says what to write for another one.
struct ModelFamily: Sendable {
  /// The values of `model_type` that mean this family.
  let modelTypes: [String]
  /// Whether the model predicts the next token, or any masked one.
  let isCausal: Bool
  /// The names of its tensors.
  let names: TensorNames
  /// What settings mean that are missing: the defaults of the family's configuration class in Transformers,
  /// under the common names of ``Configuration``.
  let defaults: [String: JSONValue]
  /// What a configuration, defaults filled in, says of the model.
  let architecture: @Sendable (Configuration) throws(TransformerError) -> Architecture

  /// Every family that is known here.
  static let all: [ModelFamily] = [
    .gpt2, .gptNeoX, .llama, .mistral, .qwen2, .qwen3, .phi3, .gemma, .gemma2, .gemma3, .olmo, .olmo2, .olmo3,
    .bert, .roberta, .distilBERT, .modernBERT,
  ]

  /// The family of a configuration.
  ///
  /// - Throws: ``TransformerError/unknownFamily(path:found:known:)``.
  init(of values: JSONValue, path: String) throws(TransformerError) {
    let found = values["model_type"]?.text
    guard let family = Self.all.first(where: { found.map($0.modelTypes.contains) ?? false }) else {
      throw .unknownFamily(path: path, found: found, known: Self.all.flatMap(\.modelTypes).sorted())
    }
    self = family
  }

  /// Describes a family.
  init(
    modelTypes: [String], isCausal: Bool, names: TensorNames, defaults: [String: JSONValue],
    architecture: @escaping @Sendable (Configuration) throws(TransformerError) -> Architecture
  ) {
    self.modelTypes = modelTypes
    self.isCausal = isCausal
    self.names = names
    self.defaults = defaults
    self.architecture = architecture
  }
}
