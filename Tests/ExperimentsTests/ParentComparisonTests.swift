import Corpora
import Experiments
import Files
import Foundation
import Kernels
import LanguageModels
import NeuronPreferences
import Statistics
import Testing

/// Boosting 16 of 256 neurons by half takes their wins from neurons that did not change (the example of
/// displacement), here with real checkpoints: in a network of rectifiers a neuron is boosted exactly by scaling
/// its rows and dividing its column.
@Suite struct ParentComparisonTests {
  private static let hidden = 256
  private static let boosted = 0..<16
  private static let rewritten = 16..<48
  private static let words = 300
  private static let support = 10

  private struct Pair {
    let folder: String
    let vocabulary: Vocabulary
    let corpus: CorpusDescription
    var parent: String { folder + "/before.safetensors" }
    var child: String { folder + "/after.safetensors" }

    func collection(_ path: String) throws -> CorpusCollection {
      CorpusCollection(
        checkpoint: try Checkpoint(contentsOf: path),
        origin: SnapshotOrigin(
          stage: path == parent ? "before" : "after",
          checkpointHash: try SHA256.hexDigest(ofFileAt: path),
          lineage: [try SHA256.hexDigest(ofFileAt: path)]),
        vocabulary: vocabulary, corpus: corpus)
    }

    func descendant() throws -> CorpusCollection {
      var collection = try collection(child)
      try collection.compare(
        with: .recurrent(Checkpoint(contentsOf: parent)), digest: SHA256.hexDigest(ofFileAt: parent))
      return collection
    }

    func snapshot(_ collection: CorpusCollection, _ name: String, threads: Int = 2) throws -> Snapshot {
      let drafts = try collection.run(workers: Workers(threads: threads)) { _ in }
      try #require(drafts.first).write(to: "\(folder)/\(name)")
      return try Snapshot(path: "\(folder)/\(name)")
    }

    func content(_ name: String) throws -> Data {
      try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(name)"))
    }
  }

  private func withPair(hidden: Int = Self.hidden, _ body: (Pair) throws -> Void) throws {
    let folder = NSTemporaryDirectory() + "txray-parent-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let before = Self.encoder(hidden: hidden)
    let after = Self.encoder(hidden: hidden)
    Self.change(after, hidden: hidden)
    let vocabulary = try Vocabulary(tokens: ["<unk>"] + (1..<Self.words).map { "w\($0)" })
    let generator = CounterGenerator(seed: 4, stream: 9)
    let text = (0..<80).map { document in
      (0..<60).map { place in
        let draw = Double(generator.uniform(UInt64(document * 60 + place)))
        return "w\(Int(pow(Double(Self.words - 1), draw)))"
      }.joined(separator: " ")
    }.joined(separator: "\n\n")
    try text.write(toFile: folder + "/text.txt", atomically: true, encoding: .utf8)
    let pair = Pair(
      folder: folder, vocabulary: vocabulary,
      corpus: CorpusDescription(path: folder + "/text.txt", tokenization: .whitespace))
    for (encoder, path) in [(before, pair.parent), (after, pair.child)] {
      try Checkpoint.write(.encoder(encoder), to: path, elementType: .float32, metadata: [:])
    }
    try body(pair)
  }

  private static func encoder(hidden: Int) -> Encoder {
    func parameter(_ name: String, _ shape: [Int], stream: UInt64, bound: Float) -> Parameter {
      let generator = CounterGenerator(seed: 1, stream: stream)
      let count = shape.reduce(1, *)
      let values = (0..<count).map { (generator.uniform(UInt64($0)) * 2 - 1) * bound }
      return Parameter(name: name, shape: shape, values: FloatBuffer(values))
    }
    let recurrent = parameter("rnn.weight_hh_l0", [hidden, hidden], stream: 3, bound: 0.02)
    // Nobody listens to the neurons that will be rewritten, so that the others stay as they are.
    for row in 0..<hidden {
      for column in rewritten where column < hidden { recurrent.values.pointer[row * hidden + column] = 0 }
    }
    return Encoder(
      embedding: parameter("encoder.weight", [words, 40], stream: 1, bound: 1),
      layers: [
        RecurrentLayer(
          cell: .rnnRelu,
          inputWeights: parameter("rnn.weight_ih_l0", [hidden, 40], stream: 2, bound: 0.3),
          recurrentWeights: recurrent,
          inputBias: parameter("rnn.bias_ih_l0", [hidden], stream: 4, bound: 0.1),
          recurrentBias: parameter("rnn.bias_hh_l0", [hidden], stream: 5, bound: 0.1))
      ])
  }

  private static func change(_ encoder: Encoder, hidden: Int) {
    let layer = encoder.layers[0].forward
    let generator = CounterGenerator(seed: 2, stream: 1)
    for neuron in boosted {
      for input in 0..<layer.inputSize {
        layer.inputWeights.values.pointer[neuron * layer.inputSize + input] *= 1.5
      }
      for other in 0..<hidden { layer.recurrentWeights.values.pointer[neuron * hidden + other] *= 1.5 }
      for other in 0..<hidden { layer.recurrentWeights.values.pointer[other * hidden + neuron] /= 1.5 }
      layer.inputBias.values.pointer[neuron] *= 1.5
      layer.recurrentBias.values.pointer[neuron] *= 1.5
    }
    for neuron in rewritten {
      for input in 0..<layer.inputSize {
        let place = neuron * layer.inputSize + input
        layer.inputWeights.values.pointer[place] = (generator.uniform(UInt64(place)) * 2 - 1) * 0.1
      }
    }
  }

  @Test func whoIsOutdoneByBoostedNeuronsIsDisplacedNotForgotten() throws {
    try withPair { pair in
      let before = try pair.snapshot(pair.collection(pair.parent), "before")
      let after = try pair.snapshot(pair.descendant(), "after")
      let transfer = try Transfer(before, after, minimumSupport: Self.support)
      #expect(transfer.relation == .related, "--parent makes them kin")
      let rows = transfer.neurons
      // Who lost most of its wins; a few more or fewer are no displacement.
      let lost = rows.filter {
        $0.countA >= Self.support && $0.countB < Self.support && $0.countB * 5 <= $0.countA
      }
      let unchanged = lost.filter { $0.neuron.index >= Self.rewritten.upperBound }
      let rewritten = lost.filter { Self.rewritten.contains($0.neuron.index) }
      #expect(unchanged.count >= 5 && rewritten.count >= 5, "\(unchanged.count), \(rewritten.count)")
      #expect(unchanged.contains { $0.state == .forgotten })
      for row in unchanged {
        #expect(row.evidence == .displaced, "\(row.neuron) \(row.correlation ?? .nan)")
      }
      for row in rewritten { #expect(row.evidence == .ok, "\(row.neuron) \(row.correlation ?? .nan)") }
      // Alone, the same collection can't tell them apart.
      let alone = try pair.snapshot(pair.collection(pair.child), "alone")
      #expect(alone.parent == nil)
      #expect(try Transfer(before, alone).neurons.allSatisfy { $0.evidence != .displaced })
    }
  }

  @Test func shardsThreadsAndMemoryChangeNoBit() throws {
    try withPair(hidden: 64) { pair in
      _ = try pair.snapshot(pair.descendant(), "whole", threads: 1)
      _ = try pair.snapshot(pair.descendant(), "threads", threads: 3)
      #expect(try pair.content("whole") == pair.content("threads"))
      var small = try pair.descendant()
      small.parentBytes = 10_000
      _ = try pair.snapshot(small, "small")
      #expect(try pair.content("whole") == pair.content("small"))
      let shards = try (0..<3).map { index in
        var shard = try pair.descendant()
        shard.shard = CollectionShard(text: index, of: 3)
        return try pair.snapshot(shard, "shard\(index)")
      }
      for order in [[0, 1, 2], [2, 0, 1]] {
        try SnapshotMerge(order.map { shards[$0] }).write(to: pair.folder + "/merged")
        #expect(try pair.content("merged") == pair.content("whole"))
      }
      // A shard that was collected without the parent is no part of it.
      var alone = try pair.collection(pair.child)
      alone.shard = CollectionShard(text: 1, of: 3)
      alone.origin.lineage = shards[0].origin.lineage
      let stranger = try pair.snapshot(alone, "stranger")
      #expect(throws: MergeError.self) { try SnapshotMerge([shards[0], stranger]) }
    }
  }

  @Test func parentsOfOtherSizesOrTrainingsAreRefused() throws {
    try withPair(hidden: 64) { pair in
      let other = pair.folder + "/other.safetensors"
      try Checkpoint.write(
        .encoder(Self.encoder(hidden: 48)), to: other, elementType: .float32, metadata: ["lineage": "x"])
      var collection = try pair.collection(pair.child)
      try collection.compare(with: .recurrent(Checkpoint(contentsOf: other)), digest: "1")
      #expect(
        throws: ParentError.differentSizes(own: "rnn.0:64, 300 tokens", parent: "rnn.0:48, 300 tokens")
      ) { try collection.run(workers: Workers(threads: 1)) { _ in } }
      let stranger = pair.folder + "/stranger.safetensors"
      try Checkpoint.write(
        .encoder(Self.encoder(hidden: 48)), to: stranger, elementType: .float32, metadata: ["lineage": "y"])
      collection = try CorpusCollection(
        checkpoint: Checkpoint(contentsOf: stranger), origin: SnapshotOrigin(stage: "s"),
        vocabulary: pair.vocabulary, corpus: pair.corpus)
      let parent = try Checkpoint(contentsOf: other)
      #expect(throws: ParentError.unrelated(own: stranger, parent: other)) {
        try collection.compare(with: .recurrent(parent), digest: "1")
      }
    }
  }
}
