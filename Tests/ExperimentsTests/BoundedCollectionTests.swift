import Corpora
import Experiments
import Foundation
import Kernels
import NeuronPreferences
import Tagging
import Testing
import Tokenizers
import Transformers

/// Collection within a budget of memory: passes over parts of the text, merged to the same bits.
@Suite struct BoundedCollectionTests {
  private func collection(_ run: TinyRun, _ feature: TokenUnit) throws -> CorpusCollection {
    let model = try Transformer(path: ElsewhereRun.reference("TransformersTests/Reference/bert"))
    let description = try RunDescription(run.folder)
    var collection = CorpusCollection(
      model: .transformer(model, TransformerReading()),
      origin: SnapshotOrigin(stage: "tiny", checkpoint: "bert", checkpointHash: "x", corpus: "reviews"),
      encoder: .pieces(try Tokenizer(contentsOf: run.folder.resolve("elsewhere/pieces"))),
      corpus: try #require(description.corpora["reviews"]).description)
    collection.policies = [.max1, .quantile(0.75)]
    collection.feature = feature
    collection.tagger = try PartOfSpeechTagger.english()
    return collection
  }

  @Test(arguments: [TokenUnit.piece, .word]) func anyBudgetGivesTheSameBits(feature: TokenUnit) throws {
    let run = try ElsewhereRun.prepared(ElsewhereRun.stage("lstm", "lstm"))
    defer { run.remove() }
    let collection = try collection(run, feature)
    let workers = Workers(threads: 2)
    let names = ["max1", "quantile"]
    let whole = names.map { run.folder.resolve("whole-\($0)") }
    for (draft, path) in zip(try collection.run(workers: workers) { _ in }, whole) {
      try draft.write(to: path)
    }
    let tokens = try Snapshot(path: whole[0]).counts
    // A byte: a block a pass. A GB: a pass for the first block and one for all others.
    for memory in [1, 1 << 30, Int.max] {
      let paths = names.map { run.folder.resolve("\(memory)-\($0)") }
      let scanned = try collection.run(workers: workers, memory: memory, to: paths) { _ in }
      #expect(scanned == tokens.tokensScanned + tokens.skipped.values.reduce(0, +))
      for (path, expected) in zip(paths, whole) {
        #expect(
          try Data(contentsOf: URL(fileURLWithPath: path)) == Data(contentsOf: URL(fileURLWithPath: expected))
        )
        let left = try run.files(".").filter { $0.contains(".part-") }
        #expect(left.isEmpty, "\(left)")
      }
    }
  }

  /// A shard is bounded like the whole, and what stops a collection leaves nothing behind.
  @Test func aShardIsBoundedAndAStopLeavesNothing() throws {
    let run = try ElsewhereRun.prepared(ElsewhereRun.stage("lstm", "lstm"))
    defer { run.remove() }
    var collection = try collection(run, .piece)
    collection.policies = [.max1]
    collection.shard = CollectionShard(text: 1, of: 3)
    let workers = Workers(threads: 1)
    try collection.run(workers: workers) { _ in }[0].write(to: run.folder.resolve("shard"))
    _ = try collection.run(workers: workers, memory: 1, to: [run.folder.resolve("bounded")]) { _ in }
    #expect(try run.data("shard") == run.data("bounded"))
    struct Stopped: Error {}
    var calls = 0
    #expect(throws: Stopped.self) {
      try collection.run(workers: workers, memory: 1, to: [run.folder.resolve("stopped")]) { _ in
        calls += 1
        if calls > 4 { throw Stopped() }
      }
    }
    #expect(try run.files(".").allSatisfy { !$0.hasPrefix("stopped") })
  }
}
