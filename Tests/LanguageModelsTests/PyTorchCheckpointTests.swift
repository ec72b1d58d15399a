import Foundation
import Kernels
import LanguageModels
import TensorFiles
import Testing

/// The same models as PyTorch files: hidden states and logits against those that PyTorch computed.
@Suite struct PyTorchCheckpointTests {
  @Test(
    arguments: [
      ("lstm1", "wrapped.legacy.pt"), ("lstm1", "whole_module.zip.pt"), ("lstm2", "lstm2.zip.pt"),
      ("gru1", "gru1.legacy.pt"), ("gru2", "gru2.zip.pt"), ("rnn_relu", "rnn_relu.zip.pt"),
      ("rnn_tanh", "rnn_tanh.legacy.pt"),
    ], ["text", "random"])
  func hiddenStatesAgree(files: (model: String, file: String), sequence: String) throws {
    let cell = files.model.hasPrefix("rnn") ? CellKind(rawValue: files.model.uppercased()) : nil
    let encoder = try Checkpoint(contentsOf: Reference.path(files.file), hints: ModelHints(cell: cell))
      .encoder
    let tokens = try #require(
      try Reference.json("lstm1.json", as: [String: [Reference.Token]].self)[sequence])
    let expected = try Reference.array("\(files.model).\(sequence).hidden.npy").values
    let states = ForwardParityTests.hiddenStates(encoder, ForwardParityTests.documents(tokens), threads: 2)
    // Recorded as [token, layer, unit]; read as [document][layer][token, unit].
    let (layers, size) = (encoder.layers.count, encoder.outputSize)
    var ours: [Float] = []
    for document in states {
      for token in 0..<document[0].count / size {
        for layer in 0..<layers { ours += document[layer][token * size..<(token + 1) * size] }
      }
    }
    try #require(ours.count == expected.count)
    #expect(zip(ours, expected).allSatisfy { abs(Double($0) - $1) < 1e-5 })
  }

  @Test(arguments: ["classifier.zip.pt", "pooled_classifier.legacy.pt"])
  func logitsAgree(file: String) throws {
    struct Review: Decodable {
      let ids: [Int32]
      let logit: Double
    }
    let classifier = try Checkpoint(contentsOf: Reference.path(file)).classifier()
    let name = try #require(file.split(separator: ".").first)
    let reviews = try Reference.json("\(name).json", as: [Review].self)
    let logits = classifier.logits(reviews.map(\.ids), workers: Workers(threads: 2))
    try #require(logits.count == reviews.count)
    for (ours, review) in zip(logits, reviews) { #expect(abs(ours - review.logit) < 1e-5) }
  }

  @Test func aTiedDecoderStaysTied() throws {
    let model = try Checkpoint(contentsOf: Reference.path("lstm1_tied.legacy.pt")).languageModel()
    #expect(model.tied)
  }

  @Test func settingsBesideTheWeightsAreKept() throws {
    let checkpoint = try Checkpoint(contentsOf: Reference.path("wrapped.legacy.pt"))
    #expect(checkpoint.metadata["args.nhid"] == "16")
  }
}
