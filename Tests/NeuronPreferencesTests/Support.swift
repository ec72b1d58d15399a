import Foundation
import NeuronPreferences
import Sites
import Statistics
import Testing

/// A folder that exists while `body` runs.
@discardableResult
func withScratchFolder<Result>(_ body: (String) throws -> Result) throws -> Result {
  let folder = NSTemporaryDirectory() + "txray-" + UUID().uuidString
  try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(atPath: folder) }
  return try body(folder)
}

func reference(_ name: String) -> String {
  let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().path
  return folder + "/Reference/" + name
}

extension SiteList {
  static func one(_ neurons: Int) throws -> SiteList { try #require(SiteList([("lstm.0", neurons)])) }
}

/// A text with activations, made from a seed: Zipf-like tokens, some tags missing.
struct SyntheticText {
  let neurons: Int
  let vocabulary: [String]
  let tagNames = ["NOUN", "VERB", "DET", "PUNCT"]
  var documents: [(tokens: [Int32], tags: [Int32], activations: [Float])] = []

  init(seed: UInt64, documents count: Int = 150, neurons: Int = 13, words: Int = 40) {
    var generator = SplitMix64(seed: seed)
    self.neurons = neurons
    vocabulary = (0..<words).map { "word\($0)" }
    for _ in 0..<count {
      let length = Int.random(in: 1...30, using: &generator)
      let tokens = (0..<length).map { _ in
        Int32(Double(words) * pow(Double.random(in: 0..<1, using: &generator), 3))
      }
      let tags = tokens.map { $0 % 5 - 1 }
      let activations = (0..<length * neurons).map { _ in Float.random(in: -1...1, using: &generator) }
      documents.append((tokens, tags, activations))
    }
  }

  func plan(policy: CollectionPolicy = .max1, blocks: Int = 16) throws -> CollectionPlan {
    try CollectionPlan(
      sites: .one(neurons), vocabularySize: vocabulary.count, tagCount: tagNames.count, policy: policy,
      blockCount: blocks, unknownToken: 0, comparesWithParent: true)
  }

  /// One document reduced, fed in chunks of that many tokens.
  func reduce(_ index: Int, _ plan: CollectionPlan, chunk: Int = .max) -> DocumentPreferences {
    var document = DocumentPreferences(index: index, plan: plan)
    let (tokens, tags, activations) = documents[index]
    for start in stride(from: 0, to: tokens.count, by: min(chunk, tokens.count)) {
      let end = min(start + min(chunk, tokens.count), tokens.count)
      document.record(
        site: 0, tokens: Array(tokens[start..<end]), tags: Array(tags[start..<end]),
        activations: Array(activations[start * neurons..<end * neurons]))
      let own = Array(activations[start * neurons..<end * neurons])
      document.compare(
        site: 0, tokenCount: end - start, activations: own, stride: neurons,
        parentActivations: own.map { $0 * $0 }, parentStride: neurons)
    }
    return document
  }

  func collect(_ plan: CollectionPlan, where isIncluded: (Int) -> Bool = { _ in true }) -> PreferenceCollector
  {
    var collector = PreferenceCollector(plan: plan)
    for index in documents.indices where isIncluded(index) { collector.absorb(reduce(index, plan)) }
    return collector
  }
}

extension SnapshotOrigin {
  static let test = SnapshotOrigin(
    stage: "pretrain", checkpoint: "checkpoints/last.safetensors", checkpointHash: "c0ffee",
    lineage: ["run-1"], corpus: "wiki", corpusHash: "beef", tokenizer: "words", tagger: "none", seed: 7,
    program: "txray 0.1", notes: ["tags.given": "1.0"])
}

/// Writes a snapshot of these winners and opens it. Words are their own vocabulary.
func snapshot(
  _ winners: [(neuron: Int, word: String, activation: Double)], neurons: Int, vocabulary: [String],
  origin: SnapshotOrigin = .test, path: String
) throws -> Snapshot {
  let plan = try CollectionPlan(sites: .one(neurons), vocabularySize: vocabulary.count, blockCount: 4)
  let occurrences = try winners.enumerated().map { index, winner in
    Occurrence(
      row: winner.neuron, token: try #require(vocabulary.firstIndex(of: winner.word)),
      activation: winner.activation, document: index)
  }
  let draft = SnapshotDraft(origin: origin, plan: plan, vocabulary: vocabulary, occurrences: occurrences)
  try draft.write(to: path)
  return try Snapshot(path: path)
}
