import Foundation
import Kernels
import Testing
import Transformers

/// Models with neurons and heads held compute what the transformers library computes where a hook sets the same numbers
/// before the last products of feed-forward layer and attention; see make_held.py.
@Suite struct HeldTests {
  struct Recorded: Decodable {
    struct Case: Decodable {
      let held: [String: [String: Float]]
      /// Of each document: the last tokens', or the classifier's.
      let logits: [[[Float]]]

      var values: [String: [Int: Float]] {
        held.mapValues { values in
          Dictionary(uniqueKeysWithValues: values.compactMap { key, value in Int(key).map { ($0, value) } })
        }
      }
    }
    let documents: [[Int32]]
    let cases: [Case]
  }

  static let recorded: [String: Recorded] = {
    let data = FileManager.default.contents(atPath: Expectation.folder("held.json"))
    return data.flatMap { try? JSONDecoder().decode([String: Recorded].self, from: $0) } ?? [:]
  }()

  @Test func everyModelIsRecorded() {
    #expect(Self.recorded.count == 7 && Self.recorded.values.allSatisfy { $0.cases.count == 4 })
  }

  @Test(arguments: recorded.keys.sorted()) func logitsAreThoseOfPyTorch(name: String) throws {
    let recorded = try #require(Self.recorded[name])
    let model = try Expectation.model(name)
    let workers = Workers(threads: 1)
    for (number, recordedCase) in recorded.cases.enumerated() {
      let held = try model.holding(recordedCase.values)
      let found =
        if model.labelCount != nil {
          try held.classificationLogits(recorded.documents, workers: workers)
        } else {
          try held.logits(recorded.documents, workers: workers)
        }
      for (logits, expected) in zip(found, recordedCase.logits) {
        let expected = expected.flatMap { $0 }
        let error = largestDifference(Array(logits.suffix(expected.count)), expected)
        #expect(error < 5e-5, "\(name), case \(number): \(error)")
      }
    }
  }

  /// What is held is what is read at the site, and what a model holds is added to what it held before; the model that it
  /// was made of computes as before.
  @Test func heldActivationsAreReadAndTheModelStays() throws {
    let model = try Expectation.model("gpt2")
    let workers = Workers(threads: 1)
    let documents: [[Int32]] = [[7, 8, 9, 10]]
    let before = try model.logits(documents, workers: workers)
    let held = try model.holding(["blocks.0.mlp.hook_post": [3: 0.5]])
      .holding(["blocks.0.mlp.hook_post": [5: -2], "blocks.1.attn.hook_z": [0: 1]])
    let reader = try TransformerReader(
      held, sites: "blocks.0.mlp.hook_post,blocks.1.attn.hook_z", workers: workers)
    for row in Recorder.read(documents, reader)[0] {
      #expect(row[3] == 0.5 && row[5] == -2)
      #expect(row[reader.sites.sites[1].firstRow] == 1)
    }
    #expect(try held.logits(documents, workers: workers) != before)
    #expect(try model.logits(documents, workers: workers) == before)
  }

  @Test func onlyNeuronsAndHeadsAreHeld() throws {
    let model = try Expectation.model("gpt2")
    #expect(throws: TransformerError.self) { try model.holding(["blocks.0.hook_resid_post": [0: 0]]) }
    #expect(throws: TransformerError.self) { try model.holding(["blocks.9.mlp.hook_post": [0: 0]]) }
    #expect(
      try model.holdableSites("blocks.0.*")?.sites.map(\.name) == [
        "blocks.0.attn.hook_z", "blocks.0.mlp.hook_post",
      ])
    #expect(try model.holdableSites("blocks.*.hook_resid_post") == nil)
    #expect(
      model.unitSize(site: "blocks.1.attn.hook_z") == 8 && model.unitSize(site: "blocks.1.mlp.hook_post") == 1
    )
  }
}
