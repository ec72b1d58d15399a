import Files
import TensorFiles

/// A GGUF file as a model: its settings under the names of a `config.json`, its tensors under Hugging Face's.
struct GGUFModel {
  let settings: [String: JSONValue]
  let weights: GGUFWeights

  /// Architectures that are read, by their names in the file; they are families of the same name.
  static let architectures = ["llama", "qwen2", "qwen3"]

  /// - Throws: ``TransformerError`` for an architecture or a setting that is not read here, or `TensorFileError`
  ///   where rotary factors can't be read.
  init(_ file: GGUFFile) throws {
    let architecture = file.metadata["general.architecture"]?.text
    guard let architecture, Self.architectures.contains(architecture) else {
      throw TransformerError.unknownFamily(
        path: file.path, found: architecture, known: Self.architectures)
    }
    func value(_ key: String) -> GGUFValue? { file.metadata["\(architecture).\(key)"] }
    var settings: [String: JSONValue] = [
      "model_type": .string(Array(architecture.utf8)),
      "tie_word_embeddings": .bool(file.tensor(named: "output.weight") == nil),
    ]
    for (key, name) in Self.keys {
      guard let number = value(key)?.number else { continue }
      settings[name] = .number(Int(exactly: number).map { "\($0)" } ?? "\(number)")
    }
    if let tokens = file.metadata["tokenizer.ggml.tokens"]?.list {
      settings["vocab_size"] = .number("\(tokens.count)")
    }
    let heads = value("attention.head_count")?.integer ?? 0
    let size =
      value("attention.key_length")?.integer ?? (value("embedding_length")?.integer ?? 0) / max(heads, 1)
    // The keys' size stands for the heads' in all three; where it is not stored, hidden size over heads.
    if size > 0 { settings["head_dim"] = .number("\(size)") }
    if let rotated = value("rope.dimension_count")?.integer, rotated != size {
      throw TransformerError.unsupported(
        path: file.path, feature: "rotary positions of \(rotated) of a head's \(size) numbers in a GGUF file")
    }
    if let scaling = try Self.scaling(file, architecture: architecture) { settings["rope_scaling"] = scaling }
    self.settings = settings
    weights = GGUFWeights(
      file, adjacentPairs: architecture == "llama" && size > 1 && size % 2 == 0 ? size : nil)
  }

  private static let keys = [
    "embedding_length": "hidden_size", "block_count": "num_hidden_layers",
    "feed_forward_length": "intermediate_size", "attention.head_count": "num_attention_heads",
    "attention.head_count_kv": "num_key_value_heads", "attention.layer_norm_rms_epsilon": "rms_norm_eps",
    "rope.freq_base": "rope_theta", "context_length": "max_position_embeddings", "vocab_size": "vocab_size",
  ]

  /// How rotary positions are stretched: by a factor, or by one for each pair, which Llama 3's converted files
  /// hold as a tensor.
  private static func scaling(_ file: GGUFFile, architecture: String) throws -> JSONValue? {
    let type = file.metadata["\(architecture).rope.scaling.type"]?.text
    if file.tensor(named: "rope_freqs.weight") != nil {
      guard type == nil || type == "none" else {
        throw TransformerError.unsupported(
          path: file.path, feature: "rotary positions scaled twice in a GGUF file")
      }
      let list = JSONValue.array(try file.floats("rope_freqs.weight").map { .number("\($0)") })
      return .object([
        .init(key: "rope_type", value: "longrope"), .init(key: "short_factor", value: list),
        .init(key: "long_factor", value: list), .init(key: "attention_factor", value: 1),
      ])
    }
    guard let type, type != "none" else { return nil }
    guard type == "linear", let factor = file.metadata["\(architecture).rope.scaling.factor"]?.number else {
      throw TransformerError.unsupported(
        path: file.path, feature: "rotary positions scaled by \(type) in a GGUF file")
    }
    return .object([
      .init(key: "rope_type", value: "linear"), .init(key: "factor", value: .number("\(factor)")),
    ])
  }
}
