import Foundation
import NeuronPreferences
import Sites
import Statistics
import Testing

/// Shards of a collection give the bits of the whole, and what is none of them is named.
@Suite struct MergeTests {
  @Test(arguments: [1, 2, 3, 8, 16])
  func shardsGiveTheBitsOfTheWholeInAnyOrder(shardCount: Int) throws {
    try withScratchFolder { folder in
      let collection = DividedCollection(folder)
      let whole = try collection.write("whole")
      let shards = try (0..<shardCount).map { try collection.write("shard\($0)", shard: ($0, shardCount)) }
      var generator = SplitMix64(seed: 3)
      for _ in 0..<3 {
        try SnapshotMerge(paths: shards.shuffled(using: &generator), complete: true).write(
          to: folder + "/merged")
        #expect(try contents(folder + "/merged") == contents(whole))
      }
    }
  }

  @Test func mergingIsAssociative() throws {
    try withScratchFolder { folder in
      let collection = DividedCollection(folder)
      let whole = try collection.write("whole")
      let shards = try (0..<3).map { try collection.write("shard\($0)", shard: ($0, 3)) }
      for (pair, last) in [([0, 1], 2), ([1, 2], 0), ([2, 0], 1)] {
        try SnapshotMerge(paths: pair.map { shards[$0] }).write(to: folder + "/pair")
        try SnapshotMerge(paths: [folder + "/pair", shards[last]]).write(to: folder + "/merged")
        #expect(try contents(folder + "/merged") == contents(whole))
      }
    }
  }

  /// The sites can be divided, and the text of each part of them in another way.
  @Test func shardsOfSitesGiveTheBitsOfTheWhole() throws {
    try withScratchFolder { folder in
      let collection = DividedCollection(folder)
      let whole = try collection.write("whole")
      var shards = try (0..<2).map { try collection.write("a\($0)", sites: 0..<1, shard: ($0, 2)) }
      shards += try (0..<3).map { try collection.write("bc\($0)", sites: 1..<3, shard: ($0, 3)) }
      try SnapshotMerge(paths: shards.reversed(), complete: true).write(to: folder + "/merged")
      #expect(try contents(folder + "/merged") == contents(whole))

      try SnapshotMerge(paths: Array(shards.suffix(3))).write(to: folder + "/bc")
      #expect(try contents(folder + "/bc") == contents(try collection.write("bc", sites: 1..<3)))
      try SnapshotMerge(paths: [folder + "/bc"] + shards.prefix(2), complete: true).write(
        to: folder + "/merged")
      #expect(try contents(folder + "/merged") == contents(whole))
    }
  }

  @Test func missingPartsAreNamed() throws {
    try withScratchFolder { folder in
      let collection = DividedCollection(folder)
      let shards = try (0..<3).map { try collection.write("ab\($0)", sites: 0..<2, shard: ($0, 3)) }
      let blocks = PreferenceCollector.blocks(ofShard: 1, of: 3, blockCount: 16)
      #expect(throws: MergeError.incomplete(MissingParts(blocks: blocks, blockCount: 16, sites: ["c"]))) {
        try SnapshotMerge(paths: [shards[2], shards[0]], complete: true)
      }
      // Sites of which one has more text than the other are no snapshot, complete or not.
      let c = try collection.write("c", sites: 2..<3, shard: (0, 3))
      let others =
        PreferenceCollector.blocks(ofShard: 1, of: 3, blockCount: 16)
        + PreferenceCollector.blocks(ofShard: 2, of: 3, blockCount: 16)
      #expect(throws: MergeError.incomplete(MissingParts(blocks: others.sorted(), blockCount: 16, sites: [])))
      {
        try SnapshotMerge(paths: shards + [c])
      }
      // Nor are sites between which one is missing.
      let a = try collection.write("a", sites: 0..<1)
      let lastSite = try collection.write("c", sites: 2..<3)
      #expect(throws: MergeError.incomplete(MissingParts(blocks: [], blockCount: 16, sites: ["b"]))) {
        try SnapshotMerge(paths: [a, lastSite])
      }
    }
  }

  /// All parts that can't be used are named at once: a truncated one, one with a flipped number, one that is not there,
  /// one of another text, and one given twice under two names.
  @Test func damagedForeignAndDuplicatePartsAreNamed() throws {
    try withScratchFolder { folder in
      let collection = DividedCollection(folder)
      var shards = try (0..<8).map { try collection.write("shard\($0)", shard: ($0, 8)) }
      let truncated = shards[1]
      try contents(truncated).dropLast(100).write(to: URL(fileURLWithPath: truncated))
      let flipped = shards[2]
      try flip("token.sum", in: flipped)
      shards[3] = try collection.write("foreign", shard: (3, 8)) { $0.corpusHash = "another" }
      shards.append(folder + "/nowhere")

      let error = try #require(throws: MergeError.self) { try SnapshotMerge(paths: shards) }
      guard case .unfit(let faults) = error else { throw error }
      #expect(faults.count == 4)
      let paths = faults.map { fault -> String in
        switch fault {
        case .damaged(.file(.truncated(let path, _, _))): "truncated \(path)"
        case .damaged(.inconsistent(let path, let tensor, _)): "\(tensor) \(path)"
        case .foreign(let path, .corpus, "beef", "another"): "foreign \(path)"
        default: "\(fault)"
        }
      }
      #expect(paths.contains("token.mass \(flipped)"))
      #expect(paths.contains("foreign \(shards[3])"))
      #expect(paths.contains { $0.hasSuffix(truncated) || $0.contains(truncated) })
      #expect(paths.contains { $0.contains("nowhere") })

      let copy = folder + "/copy"
      try contents(shards[0]).write(to: URL(fileURLWithPath: copy))
      #expect(
        throws: MergeError.unfit([.duplicate(path: shards[0], of: copy, block: 0, site: "a")])
      ) { try SnapshotMerge(paths: [shards[0], shards[4], copy]) }
    }
  }

  /// A number of the first element of a tensor becomes another.
  private func flip(_ tensor: String, in path: String) throws {
    var bytes = try contents(path)
    let header = Int(
      bytes.prefix(8).enumerated().reduce(UInt64(0)) { $0 | UInt64($1.element) << (8 * $1.offset) })
    let facts = try #require(
      try JSONSerialization.jsonObject(with: bytes[8..<8 + header]) as? [String: [String: Any]])
    let offsets = try #require(facts[tensor]?["data_offsets"] as? [Int])
    bytes[8 + header + offsets[0] + 5] ^= 1
    try bytes.write(to: URL(fileURLWithPath: path))
  }

  private func contents(_ path: String) throws -> Data { try Data(contentsOf: URL(fileURLWithPath: path)) }
}

/// A collection over three sites, the whole of it or parts.
private struct DividedCollection {
  let folder: String
  private let text = SyntheticText(seed: 17)
  private static let sites = [("a", 4), ("b", 6), ("c", 3)]

  init(_ folder: String) { self.folder = folder }

  /// Collects the text of a shard at some of the sites, and returns where the snapshot lies.
  func write(
    _ name: String, sites range: Range<Int> = 0..<3, shard: (index: Int, count: Int) = (0, 1),
    change: (inout SnapshotOrigin) -> Void = { _ in }
  ) throws -> String {
    let whole = try #require(SiteList(Self.sites))
    let sites = try #require(whole.part(range))
    let plan = try CollectionPlan(
      sites: sites, vocabularySize: text.vocabulary.count, tagCount: text.tagNames.count, blockCount: 16,
      unknownToken: 0, contexts: ContextCounts(strongest: 2, sampled: 3), wholeSites: whole)
    var collector = PreferenceCollector(plan: plan)
    let blocks = PreferenceCollector.blocks(ofShard: shard.index, of: shard.count, blockCount: 16)
    collector.cover(blocks: blocks)
    for (index, document) in text.documents.enumerated() where blocks.contains(index % 16) {
      var read = DocumentPreferences(index: index, plan: plan)
      for (place, site) in sites.sites.enumerated() {
        let rows = try #require(whole.site(named: site.name)).rows
        let activations = document.tokens.indices.flatMap { token in
          document.activations[
            token * text.neurons + rows.lowerBound..<token * text.neurons + rows.upperBound]
        }
        read.record(site: place, tokens: document.tokens, tags: document.tags, activations: activations)
      }
      collector.absorb(read)
    }
    var origin = SnapshotOrigin.test
    change(&origin)
    let path = folder + "/" + name
    try collector.draft(origin: origin, vocabulary: text.vocabulary, tagNames: text.tagNames).write(to: path)
    return path
  }
}
