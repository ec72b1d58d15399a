import Foundation
import Kernels
import LanguageModels
import Testing

/// Models built in the ways that people build recurrent models, against what PyTorch computed; the files and
/// numbers are made by Reference/make_strangers.py.
@Suite struct RecordedModelTests {
  struct Recording: Decodable {
    let documents: [[Int32]]
    let cases: [String: Case]
  }

  struct Case: Decodable {
    struct Hints: Decodable {
      let cell: String?
      let activation: String?
      let pooling: String?

      var hints: ModelHints {
        ModelHints(
          cell: cell.flatMap(CellKind.init), activation: activation.flatMap(HeadActivation.init),
          pooling: pooling.flatMap(Pooling.init))
      }
    }
    let file: String
    let hints: Hints
    /// For every document the first values of each site.
    let sites: [[String: [Double]]]
    let perplexity: Double?
    let logits: [[Double]]?
  }

  static let names = [
    "stacked", "numbered", "weight_dropped", "weight_dropped_alone", "bidirectional", "bidirectional_classes",
    "projected", "projected_bidirectional", "two_classes", "lstmcell", "grucell", "rnncell", "one_hot",
    "embedding_projection", "two_layer_head", "two_layer_classes", "mean_classes", "tied_alias",
    "torch_prune",
  ]

  @Test(arguments: names) func agrees(name: String) throws {
    let recording = try Reference.json("strangers.json", as: Recording.self)
    let expected = try #require(recording.cases[name])
    let checkpoint = try Checkpoint(
      contentsOf: Reference.path("strangers/\(expected.file)"), hints: expected.hints.hints)
    #expect(checkpoint.unused == [])
    let worst = try #require(
      Self.largestDifference(checkpoint.encoder, recording.documents, expected.sites))
    #expect(worst < 1e-5)
    if let perplexity = expected.perplexity {
      let scores = try #require(try Self.scores(checkpoint, recording.documents))
      #expect(abs(scores.perplexity - perplexity) < 5e-5 * perplexity)
      #expect(scores.tokens == recording.documents.reduce(0) { $0 + $1.count - 1 })
    }
    if let logits = expected.logits {
      let ours = try Self.logits(checkpoint, recording.documents)
      for (a, b) in zip(ours.joined(), logits.joined()) { #expect(abs(a - b) < 1e-5) }
      #expect(ours.map(\.count) == logits.map(\.count))
    }
  }

  @Test func everyRecordedCaseIsTested() throws {
    #expect(try Set(Reference.json("strangers.json", as: Recording.self).cases.keys) == Set(Self.names))
  }

  /// The largest difference of the recorded sites; nil where a site is missing.
  static func largestDifference(
    _ encoder: Encoder, _ documents: [[Int32]], _ expected: [[String: [Double]]]
  ) -> Double? {
    let states = ForwardParityTests.hiddenStates(encoder, documents, threads: 2)
    let names = encoder.siteList.sites.map(\.name)
    var worst = 0.0
    for (document, sites) in zip(states, expected) {
      for (name, values) in sites {
        guard let site = names.firstIndex(of: name), document[site].count >= values.count else { return nil }
        for (ours, theirs) in zip(document[site], values) { worst = max(worst, abs(Double(ours) - theirs)) }
      }
    }
    return worst
  }

  static func scores(_ checkpoint: Checkpoint, _ documents: [[Int32]]) throws -> LanguageModelScores? {
    let workers = Workers(threads: 2)
    switch try checkpoint.scorableModel() {
    case .languageModel(let model): return model.score(documents, workers: workers)
    case .predictor(let predictor) where predictor.predictsTokens:
      return predictor.score(documents, workers: workers)
    default: return nil
    }
  }

  static func logits(_ checkpoint: Checkpoint, _ documents: [[Int32]]) throws -> [[Double]] {
    let workers = Workers(threads: 2)
    switch try checkpoint.scorableModel() {
    case .classifier(let model): return model.logits(documents, workers: workers).map { [$0] }
    case .predictor(let predictor): return predictor.logits(documents, workers: workers)
    default: return []
    }
  }

  @Test func whatIsWrittenReadsBack() throws {
    for name in ["stacked", "projected_bidirectional", "grucell", "bidirectional", "one_hot"] {
      let recording = try Reference.json("strangers.json", as: Recording.self)
      let expected = try #require(recording.cases[name])
      let original = try Checkpoint(contentsOf: Reference.path("strangers/\(expected.file)"))
      let path = NSTemporaryDirectory() + "txray-\(UUID().uuidString).safetensors"
      defer { try? FileManager.default.removeItem(atPath: path) }
      try Checkpoint.write(original.model, to: path, elementType: .float32, metadata: [:])
      let copy = try Checkpoint(contentsOf: path)
      let (a, b) = (original.encoder, copy.encoder)
      #expect(a.siteList == b.siteList)
      #expect(
        ForwardParityTests.hiddenStates(a, recording.documents, threads: 1)
          == ForwardParityTests.hiddenStates(b, recording.documents, threads: 1))
    }
  }

  @Test func assumptionsAreSaid() throws {
    func assumptions(_ name: String, _ hints: ModelHints = ModelHints()) throws -> [ModelAssumption] {
      try Checkpoint(contentsOf: Reference.path("strangers/\(name).pt"), hints: hints).assumptions
    }
    #expect(
      try assumptions("numbered") == [
        .stacked(["gru1", "gru2"]), .head(layers: ["decoder.weight"], activation: .none),
      ])
    #expect(
      try assumptions("weight_dropped").contains(
        .rawWeights(["0.rnns.0.module.weight_hh_l0", "0.rnns.1.module.weight_hh_l0"])))
    #expect(try assumptions("one_hot").first == .oneHot(9))
    #expect(
      try assumptions("embedding_projection").first == .projectedEmbedding("embedding_projection.weight"))
    #expect(try assumptions("bidirectional_classes").last == .pooling(.last))
  }

  @Test func aHeadOfSeveralLayersNeedsItsActivation() throws {
    let path = Reference.path("strangers/two_layer_head.pt")
    let checkpoint = try Checkpoint(contentsOf: path)
    #expect(checkpoint.unused == [])
    #expect(throws: CheckpointError.needsActivation(path: path, layers: ["fc.weight", "output.weight"])) {
      try checkpoint.scorableModel()
    }
  }
}
