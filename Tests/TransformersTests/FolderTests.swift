import Foundation
import Kernels
import ScratchFiles
import TensorFiles
import Testing
import Transformers

/// Which folders are models, and what is said of those that aren't.
@Suite struct FolderTests {
  private func copy(_ name: String, to folder: String) throws {
    for file in try FileManager.default.contentsOfDirectory(atPath: Expectation.folder(name)) {
      try FileManager.default.copyItem(
        atPath: Expectation.folder(name) + "/" + file, toPath: "\(folder)/\(file)")
    }
  }

  private func change(_ folder: String, _ key: String, _ value: Any?) throws {
    let url = URL(fileURLWithPath: folder + "/config.json")
    var settings = try #require(
      try JSONSerialization.jsonObject(with: Data(contentsOf: url)) as? [String: Any])
    settings[key] = value
    try JSONSerialization.data(withJSONObject: settings).write(to: url)
  }

  private func errorOfOpening(_ folder: String) -> TransformerError? {
    do {
      _ = try Transformer(path: folder)
      return nil
    } catch {
      return error as? TransformerError
    }
  }

  @Test func aHubCacheIsReadAtItsMainRevision() throws {
    try withScratchFolder { folder in
      let files = FileManager.default
      try files.createDirectory(atPath: folder + "/snapshots/abc", withIntermediateDirectories: true)
      try files.createDirectory(atPath: folder + "/snapshots/def", withIntermediateDirectories: true)
      try files.createDirectory(atPath: folder + "/refs", withIntermediateDirectories: true)
      try Data("abc\n".utf8).write(to: URL(fileURLWithPath: folder + "/refs/main"))
      try copy("llama", to: folder + "/snapshots/abc")
      try copy("gpt2", to: folder + "/snapshots/def")
      #expect(Transformer.isOne(path: folder))
      #expect(try Transformer(path: folder + "/").family == "llama")
    }
  }

  @Test func aTrainersCheckpointIsRead() throws {
    try withScratchFolder { folder in
      let checkpoint = folder + "/checkpoint-500"
      try FileManager.default.createDirectory(atPath: checkpoint, withIntermediateDirectories: true)
      try copy("llama", to: checkpoint)
      try Data(#"{"epoch": 1.5, "global_step": 500}"#.utf8)
        .write(to: URL(fileURLWithPath: checkpoint + "/trainer_state.json"))
      let summary = try Transformer(path: checkpoint).summary
      #expect(summary.family == "llama" && summary.layers == 2 && summary.neurons == 40 && summary.isCausal)
      #expect(summary.sites.count == 8 && summary.hasLanguageHead && !summary.isHeadTied)
    }
  }

  @Test func foldersWithoutModelsAreNone() throws {
    try withScratchFolder { folder in
      #expect(!Transformer.isOne(path: folder))
      #expect(errorOfOpening(folder) == .notAModelFolder(path: folder, looked: ["config.json"]))
      try Data(#"{"model_type": "llama"}"#.utf8).write(to: URL(fileURLWithPath: folder + "/config.json"))
      guard case .notAModelFolder(_, let looked) = errorOfOpening(folder) else {
        Issue.record("opened without weights")
        return
      }
      #expect(looked.contains("model.safetensors"))
    }
  }

  @Test func missingShardsAndTensorsAreNamed() throws {
    try withScratchFolder { folder in
      try copy("llama-shards", to: folder)
      try FileManager.default.removeItem(atPath: folder + "/model-00002-of-00002.safetensors")
      #expect(
        errorOfOpening(folder)
          == .missingShards(path: folder, files: ["model-00002-of-00002.safetensors"]))
    }
    try withScratchFolder { folder in
      try copy("llama", to: folder)
      try change(folder, "num_hidden_layers", 3)
      guard case .missingTensors(_, let tensors) = errorOfOpening(folder) else {
        Issue.record("opened without a layer")
        return
      }
      #expect(tensors.contains("layers.2.mlp.down_proj.weight"))
    }
  }

  /// One file wins over an index that an older saving left behind, as in Transformers.
  @Test func oneFileComesBeforeAnIndex() throws {
    try withScratchFolder { folder in
      try copy("llama-shards", to: folder)
      try FileManager.default.copyItem(
        atPath: Expectation.folder("llama") + "/model.safetensors", toPath: folder + "/model.safetensors")
      #expect(try Transformer(path: folder).weightFiles == [folder + "/model.safetensors"])
      try FileManager.default.removeItem(atPath: folder + "/model.safetensors")
      #expect(try Transformer(path: folder).weightFiles.count == 2)
    }
  }

  /// The window of Qwen 2 and 3 has a width where the configuration gives none; null means none.
  @Test(arguments: ["qwen2", "qwen3"]) func qwensWindowHasADefault(_ name: String) throws {
    try withScratchFolder { folder in
      try copy(name, to: folder)
      for key in ["layer_types", "sliding_window"] { try change(folder, key, nil) }
      try change(folder, "use_sliding_window", true)
      try change(folder, "max_window_layers", 1)
      let masks = try Transformer(path: folder).architecture.layers.map(\.mask)
      #expect(masks == [.causal, .causalWindow(4096)])
      try change(folder, "sliding_window", NSNull())
      #expect(try Transformer(path: folder).architecture.layers.map(\.mask) == [.causal, .causal])
    }
  }

  @Test func unusedTensorsAreNamed() throws {
    try withScratchFolder { folder in
      try copy("llama", to: folder)
      try change(folder, "num_hidden_layers", 1)
      let unused = try Transformer(path: folder).unusedTensors
      #expect(unused.count == 9)
      #expect(unused.contains("layers.1.self_attn.q_proj.weight"))
    }
    #expect(try Expectation.model("gpt2-pickle").unusedTensors == [])
  }

  @Test func aClassifierOfTokensIsNoClassifierOfSequences() throws {
    try withScratchFolder { folder in
      try copy("bert-classifier", to: folder)
      let path = folder + "/model.safetensors"
      let file = try SafetensorsFile(path: path)
      var writer = SafetensorsWriter()
      for tensor in file.tensors where !tensor.name.contains("pooler") {
        writer.add(tensor.name, shape: tensor.shape, values: try file.floats(tensor.name))
      }
      try writer.write(to: path)
      let model = try Transformer(path: folder)
      #expect(model.labelCount == nil)
      #expect(model.unusedTensors == ["classifier.bias", "classifier.weight"])
    }
  }

  @Test func anUnknownFamilyIsNamed() throws {
    try withScratchFolder { folder in
      try copy("llama", to: folder)
      try change(folder, "model_type", "mamba")
      guard case .unknownFamily(_, let found, let known) = errorOfOpening(folder) else {
        Issue.record("opened a family that is not known")
        return
      }
      #expect(found == "mamba" && known.contains("gpt_neox"))
    }
  }

  @Test func quantisedWeightsAreRefusedByName() throws {
    try withScratchFolder { folder in
      try copy("llama", to: folder)
      try change(folder, "quantization_config", ["quant_method": "bitsandbytes"])
      #expect(
        errorOfOpening(folder)
          == .unsupported(path: folder + "/config.json", feature: "weights quantised by bitsandbytes"))
    }
  }

  static let hostile: [(String, String)] = [
    ("hidden_size", "-1"), ("hidden_size", "1e18"), ("hidden_size", "3.5"), ("hidden_size", #""x""#),
    ("num_hidden_layers", "0"), ("num_hidden_layers", "99999999"), ("num_attention_heads", "0"),
    ("num_attention_heads", "9007199254740993"), ("num_attention_heads", "33"), ("num_key_value_heads", "3"),
    ("head_dim", "7"), ("head_dim", "2147483647"), ("head_dim", "1"), ("intermediate_size", "[1]"),
    ("vocab_size", "4e9"), ("max_position_embeddings", "0"), ("max_position_embeddings", "-5"),
    ("hidden_act", #""sin""#), ("hidden_act", "{}"), ("rms_norm_eps", #""small""#), ("rope_theta", "0"),
    ("rope_theta", "-3"), ("rope_scaling", #"{"type": "ntk"}"#),
    ("rope_scaling", #"{"rope_type": "linear"}"#),
    ("rope_scaling", #"{"rope_type": "linear", "factor": 0}"#),
    ("rope_scaling", #"{"rope_type": "yarn", "factor": -1}"#),
    ("rope_scaling", #"{"rope_type": "longrope", "short_factor": [1], "long_factor": [1]}"#),
    ("rope_scaling", #"{"rope_type": "llama3", "factor": 8}"#),
    ("rope_scaling", #"{"rope_type": "llama3", "factor": 8, "low_freq_factor": 4, "high_freq_factor": 4}"#),
    ("partial_rotary_factor", "2"), ("partial_rotary_factor", "0.01"),
    ("layer_types", #"["full_attention"]"#),
    ("layer_types", #"["full_attention", 3]"#), ("tie_word_embeddings", "1"), ("pad_token_id", "1e12"),
    ("attention_bias", #""yes""#), ("model_type", "7"),
  ]

  @Test(arguments: hostile) func aConfigurationThatCannotBeIsRefused(key: String, value: String) throws {
    try withScratchFolder { folder in
      try copy("llama", to: folder)
      let parsed = try JSONSerialization.jsonObject(with: Data(value.utf8), options: .fragmentsAllowed)
      try change(folder, key, parsed)
      #expect(errorOfOpening(folder) != nil, "\(key): \(value)")
    }
  }

  @Test func anIndexLeadsToNoOtherFolder() throws {
    for name in ["../model.safetensors", "/etc/passwd", "", ".hidden"] {
      try withScratchFolder { folder in
        try copy("llama-shards", to: folder)
        let index = ["weight_map": ["model.norm.weight": name]]
        try JSONSerialization.data(withJSONObject: index)
          .write(to: URL(fileURLWithPath: folder + "/model.safetensors.index.json"))
        guard case .badSetting(_, "weight_map", _, _) = errorOfOpening(folder) else {
          Issue.record("followed \(name)")
          return
        }
      }
    }
  }

  @Test func brokenJSONIsToldWithItsPlace() throws {
    try withScratchFolder { folder in
      let path = folder + "/config.json"
      try Data(#"{"model_type": "llama", }"#.utf8).write(to: URL(fileURLWithPath: path))
      guard case .badJSON(path, 24, _) = errorOfOpening(folder) else {
        Issue.record("\(String(describing: errorOfOpening(folder)))")
        return
      }
    }
  }
}
