import Corpora
import Experiments
import Foundation
import Kernels
import LanguageModels
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

  /// A collection that stops before the end of its text names the text as the whole one does, and at no time does a part
  /// lie beside the snapshot that a program ended at once would leave there.
  @Test func aPartOfTheTextGivesTheSameBitsAndNoPartsLieAbout() throws {
    let run = try ElsewhereRun.prepared(ElsewhereRun.stage("lstm", "lstm"))
    defer { run.remove() }
    var collection = try collection(run, .piece)
    collection.policies = [.max1]
    collection.tokens = 150
    let workers = Workers(threads: 1)
    try collection.run(workers: workers) { _ in }[0].write(to: run.folder.resolve("whole"))
    var found: Set<String> = []
    _ = try collection.run(workers: workers, memory: 1, to: [run.folder.resolve("bounded")]) { _ in
      found.formUnion(try run.files(".").filter { $0.hasPrefix("bounded") })
    }
    #expect(found.isEmpty, "\(found)")
    #expect(try run.data("whole") == run.data("bounded"))
  }

  /// Words that the vocabulary doesn't have are counted over all passes.
  @Test func unknownWordsAreThoseOfAllPasses() throws {
    let run = try ElsewhereRun.prepared(ElsewhereRun.stage("lstm", "lstm"))
    defer { run.remove() }
    let path = run.folder.resolve("elsewhere/lstm.safetensors")
    let collection = CorpusCollection(
      checkpoint: try Checkpoint(contentsOf: path),
      origin: SnapshotOrigin(stage: "tiny", checkpoint: path, checkpointHash: "x", corpus: "reviews"),
      vocabulary: try Vocabulary(contentsOf: run.folder.resolve("elsewhere/words/vocabulary.txt")),
      corpus: try #require(RunDescription(run.folder).corpora["reviews"]).description)
    let workers = Workers(threads: 1)
    var (expected, found) = (UnknownWords(), UnknownWords())
    _ = try collection.run(workers: workers) { expected = $0.unknownWords }
    _ = try collection.run(workers: workers, memory: 1, to: [run.folder.resolve("bounded")]) {
      found = $0.unknownWords
    }
    #expect(expected.count > 10 && found.count == expected.count && found.words == expected.words)
    #expect(found.commonest(5) == expected.commonest(5))
  }

  /// A parent that can't even be opened is no matter to the pass that finds thresholds.
  @Test func aFirstPassReadsNothingOfTheParent() throws {
    let run = try ElsewhereRun.prepared(ElsewhereRun.stage("lstm", "lstm"))
    defer { run.remove() }
    var collection = try collection(run, .piece)
    let workers = Workers(threads: 1)
    let expected = try collection.firstPass(workers: workers) { _ in }
    let model = try Transformer(path: ElsewhereRun.reference("TransformersTests/Reference/bert"))
    try collection.compare(with: .transformer(model, TransformerReading(sites: "nowhere")), digest: "y")
    let thresholds = try collection.firstPass(workers: workers) { _ in }.thresholds(for: collection.policies)
    #expect(thresholds == expected.thresholds(for: collection.policies))
    #expect(throws: TransformerError.self) { try collection.run(workers: workers) { _ in } }
  }

  /// A text that is changed between two passes over it is refused, and no word is counted as another.
  @Test func wordsThatTheFirstPassDidNotMeetAreRefused() throws {
    let run = try ElsewhereRun.prepared(ElsewhereRun.stage("lstm", "lstm"))
    defer { run.remove() }
    let collection = try collection(run, .word)
    let workers = Workers(threads: 1)
    #expect(throws: CollectedModelError.otherWords(path: run.folder.resolve("corpora/reviews.tsv"))) {
      try collection.run(workers: workers) { done in
        guard done.isThresholdPass else { return }
        try run.write("corpora/reviews.tsv", "text\trating\nthe film is new\t5\n")
      }
    }
  }
}
