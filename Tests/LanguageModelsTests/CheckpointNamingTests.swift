import Foundation
import LanguageModels
import TensorFiles
import Testing

/// Which tensor is which part of a model, by names that people really use.
@Suite struct CheckpointNamingTests {
  /// Vocabulary, embedding width, hidden size.
  private static let (vocabulary, width, hidden) = (7, 3, 2)

  private static let model: [(String, [Int])] = [
    ("encoder.weight", [7, 3]), ("rnn.weight_ih_l0", [8, 3]), ("rnn.weight_hh_l0", [8, 2]),
    ("rnn.bias_ih_l0", [8]), ("rnn.bias_hh_l0", [8]), ("decoder.weight", [7, 2]), ("decoder.bias", [7]),
  ]

  /// Opens a file with these tensors, each filled with its place in the list plus one.
  private func open(
    _ tensors: [(String, [Int])], prefix: String = "", ignored: [String] = []
  ) throws -> Checkpoint {
    var writer = SafetensorsWriter()
    for (place, tensor) in tensors.enumerated() {
      let count = tensor.1.reduce(1, *)
      writer.add(tensor.0, shape: tensor.1, floats: [Float](repeating: Float(place + 1), count: count))
    }
    let path = NSTemporaryDirectory() + "txray-\(UUID().uuidString).safetensors"
    defer { try? FileManager.default.removeItem(atPath: path) }
    try writer.write(to: path)
    return try Checkpoint(contentsOf: path, hints: ModelHints(prefix: prefix, ignored: ignored))
  }

  private func renamed(_ prefix: String) -> [(String, [Int])] { Self.model.map { (prefix + $0.0, $0.1) } }

  @Test(arguments: ["", "module.", "_orig_mod.", "module._orig_mod.", "pretrained_model."])
  func prefixesDontMatter(prefix: String) throws {
    let model = try open(renamed(prefix)).languageModel()
    #expect(model.encoder.embedding.values.array[0] == 1)
    #expect(model.decoderWeights.values.array[0] == 6)
    #expect(model.decoderBias.values.array[0] == 7)
  }

  @Test func optimisersAreNotMistakenForWeights() throws {
    let state = Self.model.map { ("optimizer.state.0.\($0.0)", $0.1) }
    let moments = Self.model.map { ("\($0.0).exp_avg", $0.1) }
    let model = try open(state + moments + Self.model).languageModel()
    #expect(model.encoder.embedding.values.array[0] == 15)
    #expect(model.decoderWeights.values.array[0] == 20)
  }

  @Test func otherMatricesOfTheDecodersShapeAreTold() throws {
    let tensors = [("a.weight", [7, 2])] + Self.model
    let checkpoint = try open(tensors)
    #expect(checkpoint.unused.map(\.name) == ["a.weight"])
    #expect(throws: CheckpointError.self) { try checkpoint.languageModel() }
    let model = try open(tensors, ignored: ["a."]).languageModel()
    #expect(model.decoderWeights.values.array[0] == 7)
    let two = try open(Self.model.dropLast(2) + [("a.weight", [7, 2]), ("b.weight", [7, 2])])
    #expect(throws: CheckpointError.self) { try two.languageModel() }
  }

  @Test func whatMayStandBeforeTheEncoderIsRefusedByName() throws {
    do {
      _ = try open([("position_embedding.weight", [7, 2])] + Self.model)
      Issue.record("an embedding that isn't used")
    } catch CheckpointError.unusedTensors(_, let names) {
      #expect(names == ["position_embedding.weight"])
    }
  }

  /// What was said to be no part of the model is none, in whatever form it is stored.
  @Test func aTensorOfAnUnreadKindCanBeIgnored() throws {
    let path = Reference.path("strangers/unread_beside.pt")
    #expect(
      throws: CheckpointError.unsupportedPart(path: path, tensor: "teacher.table", part: .quantized)
    ) { try Checkpoint(contentsOf: path) }
    let checkpoint = try Checkpoint(contentsOf: path, hints: ModelHints(ignored: ["teacher."]))
    #expect(checkpoint.encoder.outputSize == 2)
  }

  /// Where the chains of a head are too many to look at, none is taken for the longest.
  @Test func aHeadOfMoreLayersThanCanBeTriedIsRefusedByName() throws {
    let layers = (0..<12).map { ("layer\($0).weight", [2, 2]) }
    let checkpoint = try open(Self.model.dropLast(2) + layers + [("last.weight", [7, 2])])
    do {
      _ = try checkpoint.scorableModel()
      Issue.record("a chain was taken for the longest")
    } catch CheckpointError.unusedBehindEncoder(_, let names) {
      #expect(names.contains("layer11.weight") && names.contains("last.weight"))
    }
  }

  @Test func missingBiasesAreZero() throws {
    let model = try open(Self.model.filter { !$0.0.contains("bias") }).languageModel()
    #expect(model.decoderBias.values.array == [Float](repeating: 0, count: 7))
    #expect(model.encoder.layers[0].forward.inputBias.values.array == [Float](repeating: 0, count: 8))
  }

  @Test func twoModelsNeedAPrefix() throws {
    let both = renamed("student.") + renamed("teacher.")
    do {
      _ = try open(both)
      Issue.record("two models")
    } catch CheckpointError.ambiguousPart(_, let part, let candidates, let prefixes) {
      #expect(part == .recurrentLayers)
      #expect(prefixes == ["student.", "teacher."])
      #expect(candidates.sorted() == ["student.rnn.weight_ih_l0", "teacher.rnn.weight_ih_l0"])
    }
    let model = try open(both, prefix: "teacher.").languageModel()
    #expect(model.encoder.embedding.values.array[0] == 8)
  }

  @Test func anUnfinishedDirectionIsRefused() throws {
    #expect(throws: CheckpointError.self) {
      try open(Self.model + [("rnn.weight_ih_l0_reverse", [8, 3])])
    }
  }

  @Test func whatIsNoModelListsItsTensors() throws {
    do {
      _ = try open([("conv.weight", [2, 3])])
      Issue.record("no model")
    } catch CheckpointError.unknownArchitecture(_, _, let tensors) {
      #expect(tensors == ["conv.weight [2, 3]"])
    }
  }
}
