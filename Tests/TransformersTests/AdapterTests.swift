import Foundation
import Kernels
import ScratchFiles
import TensorFiles
import Testing
import Transformers

/// Nothing that an adapter holds is left out in silence.
@Suite struct AdapterTests {
  /// What opening a model says when its recorded adapter holds these tensors too, or has this setting.
  private func errorOfOpening(
    _ name: String = "llama-adapter", adding tensors: [(String, [Int])] = [],
    settings: [String: Any] = [:]
  ) throws -> TransformerError? {
    var found: TransformerError?
    try withScratchFolder { folder in
      let adapter = folder + "/adapter"
      try FileManager.default.copyItem(atPath: Expectation.folder(name), toPath: folder + "/model")
      try FileManager.default.copyItem(atPath: folder + "/model/adapter", toPath: adapter)
      let weights = adapter + "/adapter_model.safetensors"
      let file = try SafetensorsFile(path: weights)
      var writer = SafetensorsWriter()
      for tensor in file.tensors {
        writer.add(tensor.name, shape: tensor.shape, values: try file.floats(tensor.name))
      }
      for (name, shape) in tensors {
        writer.add(name, shape: shape, values: [Float](repeating: 0.1, count: shape.reduce(1, *)))
      }
      try writer.write(to: weights)
      let url = URL(fileURLWithPath: adapter + "/adapter_config.json")
      var values = try #require(
        try JSONSerialization.jsonObject(with: Data(contentsOf: url)) as? [String: Any])
      values.merge(settings) { $1 }
      try JSONSerialization.data(withJSONObject: values).write(to: url)
      do {
        _ = try Transformer(path: folder + "/model", adapter: adapter)
      } catch let error as TransformerError { found = error }
    }
    return found
  }

  private static let layer = "base_model.model.model.layers.0."
  static let tensorsThatFitNothing: [(String, [Int])] = [
    // The bias that `lora_bias` trains.
    (layer + "self_attn.q_proj.lora_B.bias", [32]),
    (layer + "self_attn.k_proj.lora_E.weight", [4, 1]),
    (layer + "self_attn.q_proj.lora_A.zeroth.weight", [4, 32]),
    (layer + "self_attn.q_proj.lora_embedding_A", [4, 32]),
    (layer + "self_attn.q_proj.lora_", [4]),
    (layer + "self_attn.rotary_scale", [32]),
    (layer + "self_attn.q_proj.base_layer.bias", [32]),
    (layer + "mlp.router.weight", [2, 32]),
    (layer + "mlp.up_proj.weight", [32, 40]),
    ("base_model.model.model.embed_tokens.token_adapter.trainable_tokens_delta", [2, 32]),
    ("base_model.model.prompt_encoder.weight", [4, 32]),
  ]

  @Test(arguments: tensorsThatFitNothing) func aTensorThatFitsNothingIsRefused(
    name: String, shape: [Int]
  ) throws {
    guard case .unfitAdapter(_, let tensor) = try errorOfOpening(adding: [(name, shape)]) else {
      Issue.record("\(name) was left out in silence")
      return
    }
    #expect(name.hasPrefix(tensor), "\(tensor) is named for \(name)")
  }

  @Test func aHeadThatIsNotComputedHereIsListed() throws {
    try withScratchFolder { folder in
      let file = try SafetensorsFile(
        path: Expectation.folder("llama-adapter") + "/adapter/adapter_model.safetensors")
      var writer = SafetensorsWriter()
      for tensor in file.tensors {
        writer.add(tensor.name, shape: tensor.shape, values: try file.floats(tensor.name))
      }
      writer.add(
        "base_model.model.qa_outputs.weight", shape: [2, 32], values: [Float](repeating: 0, count: 64))
      try writer.write(to: folder + "/adapter_model.safetensors")
      try FileManager.default.copyItem(
        atPath: Expectation.folder("llama-adapter") + "/adapter/adapter_config.json",
        toPath: folder + "/adapter_config.json")
      let model = try Transformer(path: Expectation.folder("llama-adapter"), adapter: folder)
      #expect(model.unusedTensors == ["qa_outputs.weight"])
    }
  }

  @Test(arguments: ["layer_replication", "alora_invocation_tokens"])
  func settingsOfOtherProductsAreRefused(key: String) throws {
    guard case .unsupported(_, "adapters with \(key)") = try errorOfOpening(settings: [key: [[0, 1]]]) else {
      Issue.record("\(key) was passed over")
      return
    }
  }

  @Test func weightsThatTheAdaptersStartTookAwayAreNotTakenForTheModels() throws {
    let error = try errorOfOpening(settings: ["init_lora_weights": "pissa_niter_4"])
    guard case .unsupported(_, "adapters initialised by pissa_niter_4") = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(try errorOfOpening(settings: ["init_lora_weights": "gaussian"]) == nil)
  }
}
