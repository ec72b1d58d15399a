import Foundation
import NeuronPreferences
import Sites
import Statistics
import Testing

@Suite struct CollectionTests {
  @Test(arguments: ["max1", "abs-max1", "topk:3", "quantile:0.99"])
  func policiesParseAndPrint(text: String) {
    #expect(CollectionPolicy(text)?.description == text)
  }

  @Test(arguments: [
    "", "max", "max1:2", "topk", "topk:0", "topk:x", "quantile:1", "quantile:0", "quantile:nan",
  ])
  func unknownPoliciesDont(text: String) {
    #expect(CollectionPolicy(text) == nil)
  }

  @Test func plansAreChecked() throws {
    let sites = try SiteList.one(2)
    #expect(throws: CollectionError.outOfRange(what: "vocabulary", found: 0, allowed: 1...1 << 24)) {
      try CollectionPlan(sites: sites, vocabularySize: 0)
    }
    #expect(throws: CollectionError.outOfRange(what: "blocks", found: 65537, allowed: 1...65536)) {
      try CollectionPlan(sites: sites, vocabularySize: 1, blockCount: 65537)
    }
    #expect(throws: CollectionError.needsThresholds(.quantile(0.9))) {
      try CollectionPlan(sites: sites, vocabularySize: 1, policy: .quantile(0.9))
    }
  }

  /// Rows of three neurons, what each policy records as (neuron, token, sum).
  private func record(
    _ policy: CollectionPolicy, _ rows: [[Float]], thresholds: [Float]? = nil
  ) throws -> [[Preference]] {
    let plan = try CollectionPlan(
      sites: .one(3), vocabularySize: rows.count, policy: policy, blockCount: 1, thresholds: thresholds)
    var document = DocumentPreferences(index: 0, plan: plan)
    document.record(site: 0, tokens: rows.indices.map { Int32($0) }, activations: rows.flatMap { $0 })
    var collector = PreferenceCollector(plan: plan)
    collector.absorb(document)
    return try withScratchFolder { folder in
      let names = rows.indices.map { "w\($0)" }
      try collector.draft(origin: .test, vocabulary: names).write(to: folder + "/s")
      let snapshot = try Snapshot(path: folder + "/s")
      return try (0..<3).map { try snapshot.tokens.preferences(ofRow: $0) }
    }
  }

  private func single(_ token: Int, _ value: Float) -> Preference {
    Preference(feature: token, count: 1, sum: Double(value), maximum: Double(value))
  }

  @Test func theSignedMaximumWinsAndTiesGoToTheLowestIndex() throws {
    let found = try record(
      .max1, [[0.1, 0.5, 0.2], [0.3, 0.3, 0.3], [-0.9, -0.1, -0.2], [0.2, 0.1, 0.2]])
    #expect(found == [[single(1, 0.3), single(3, 0.2)], [single(0, 0.5), single(2, -0.1)], []])
  }

  @Test func magnitudeCountsUnderAbsoluteMaximum() throws {
    let found = try record(.absoluteMax1, [[0.1, -0.5, 0.2], [0.3, -0.3, 0.3]])
    #expect(found == [[single(1, 0.3)], [single(0, 0.5)], []])
  }

  @Test func theLargestKWinUnderTop() throws {
    let found = try record(.top(2), [[0.1, 0.5, 0.2], [0.3, 0.3, 0.3]])
    #expect(found == [[single(1, 0.3)], [single(0, 0.5), single(1, 0.3)], [single(0, 0.2)]])
    #expect(try record(.top(9), [[1, 2, 3]]).map(\.count) == [1, 1, 1])
  }

  @Test func thresholdsDecideUnderQuantile() throws {
    let found = try record(
      .quantile(0.5), [[0.1, 0.5, 0.2], [0.3, 0.3, 0.3]], thresholds: [0.1, 0.4, 0.1])
    #expect(found == [[single(1, 0.3)], [single(0, 0.5)], [single(0, 0.2), single(1, 0.3)]])
  }

  @Test func whatIsNotFiniteIsLeftOutAndCounted() throws {
    let rows: [[Float]] = [
      [.nan, 0.5, 0.9], [.infinity, -0.5, -.infinity], [.nan, .nan, .nan], [1, 2, 3],
    ]
    for policy in [CollectionPolicy.max1, .absoluteMax1, .top(1)] {
      let plan = try CollectionPlan(sites: .one(3), vocabularySize: 4, policy: policy, blockCount: 2)
      var document = DocumentPreferences(index: 0, plan: plan)
      document.record(site: 0, tokens: [0, 1, 2, 3], activations: rows.flatMap { $0 })
      var collector = PreferenceCollector(plan: plan)
      collector.absorb(document)
      let snapshot = try withScratchFolder { folder in
        try collector.draft(origin: .test, vocabulary: ["a", "b", "c", "d"]).write(to: folder + "/s")
        return try Snapshot(path: folder + "/s")
      }
      #expect(snapshot.counts.nonFiniteActivations == 6)
      #expect(snapshot.counts.tokensScanned == 4)
      #expect((0..<3).map { snapshot.tokens.wins[$0] } == [0, 1, 2], "\(policy)")
      let moments = try #require(snapshot.moments)
      #expect((0..<3).map { moments.counts[$0] } == [1, 3, 2])
      #expect(moments.minima[1] == -0.5)
      #expect(moments.sum(ofRow: 2) == Double(Float(0.9)) + 3)
    }
  }

  @Test func statisticsAgreeWithTheObviousOnes() throws {
    let text = SyntheticText(seed: 11)
    let snapshot = try withScratchFolder { folder in
      var collector = text.collect(try text.plan())
      var skipping = DocumentPreferences(index: text.documents.count, plan: collector.plan)
      skipping.skip(3, reason: "document start")
      collector.absorb(skipping)
      let draft = collector.draft(origin: .test, vocabulary: text.vocabulary, tagNames: text.tagNames)
      try draft.write(to: folder + "/s")
      return try Snapshot(path: folder + "/s")
    }
    var count: [Int: [Int: Int]] = [:]
    var tagCount: [Int: [Int: Int]] = [:]
    var sum: [Int: [Int: Double]] = [:]
    var maximum: [Int: [Int: Double]] = [:]
    var scanned = 0
    for (tokens, tags, activations) in text.documents {
      for (position, token) in tokens.enumerated() {
        let row = activations[position * text.neurons..<(position + 1) * text.neurons]
        let value = try #require(row.max())
        let winner = try #require(row.firstIndex(of: value)) - row.startIndex
        count[winner, default: [:]][Int(token), default: 0] += 1
        sum[winner, default: [:]][Int(token), default: 0] += Double(value)
        maximum[winner, default: [:]][Int(token)] = max(
          Double(value), maximum[winner]?[Int(token)] ?? -.infinity)
        if tags[position] >= 0 { tagCount[winner, default: [:]][Int(tags[position]), default: 0] += 1 }
        scanned += 1
      }
    }
    #expect(snapshot.counts.tokensScanned == scanned)
    #expect(snapshot.counts.skipped == ["document start": 3])
    let allTokens = text.documents.flatMap(\.tokens)
    #expect(snapshot.counts.unknownTokens == allTokens.filter { $0 == 0 }.count)
    #expect(snapshot.counts.untaggedTokens == text.documents.flatMap(\.tags).filter { $0 < 0 }.count)
    #expect(
      snapshot.tokens.frequency.values
        == text.vocabulary.indices.map { id in
          allTokens.filter { Int($0) == id }.count
        })
    #expect(snapshot.blocks.map(\.tokens).reduce(0, +) == scanned)
    let tags = try #require(snapshot.tags)
    let moments = try #require(snapshot.moments)
    for row in 0..<text.neurons {
      let preferences = try snapshot.tokens.preferences(ofRow: row)
      #expect(preferences.map(\.feature) == count[row, default: [:]].keys.sorted())
      for preference in preferences {
        #expect(preference.count == count[row]?[preference.feature])
        #expect(abs(preference.sum - (sum[row]?[preference.feature] ?? 0)) < 1e-12)
        #expect(preference.maximum == maximum[row]?[preference.feature])
      }
      #expect(snapshot.tokens.wins[row] == preferences.map(\.count).reduce(0, +))
      #expect(snapshot.tokens.length[row] == preferences.count)
      #expect(abs(snapshot.tokens.mass[row] - preferences.map(\.sum).reduce(0, +)) < 1e-12)
      let byTag = try tags.preferences(ofRow: row)
      #expect(Dictionary(uniqueKeysWithValues: byTag.map { ($0.feature, $0.count) }) == tagCount[row])

      let own = text.documents.flatMap { document in
        document.tokens.indices.map { document.activations[$0 * text.neurons + row] }
      }
      #expect(moments.counts[row] == own.count)
      #expect(moments.minima[row] == own.min())
      #expect(moments.maxima[row] == own.max())
      let mean = own.reduce(0) { $0 + Double($1) } / Double(own.count)
      #expect(abs((moments.mean(ofRow: row) ?? .nan) - mean) < 1e-12)
      let variance = own.reduce(0) { $0 + pow(Double($1) - mean, 2) } / Double(own.count)
      #expect(abs((moments.standardDeviation(ofRow: row) ?? .nan) - variance.squareRoot()) < 1e-9)
      let bins = Dictionary(grouping: own) { min(31, Int(($0 + 1) * 16)) }.mapValues(\.count)
      #expect(moments.histogram(ofRow: row) == (0..<32).map { bins[$0] ?? 0 })
    }
  }

  /// Bytes of the snapshot that a collection gives.
  private func bytes(_ collector: PreferenceCollector, _ text: SyntheticText) throws -> Data {
    try withScratchFolder { folder in
      let draft = collector.draft(origin: .test, vocabulary: text.vocabulary, tagNames: text.tagNames)
      try draft.write(to: folder + "/s")
      return try Data(contentsOf: URL(fileURLWithPath: folder + "/s"))
    }
  }

  @Test func chunksAndThreadsChangeNoBit() async throws {
    let text = SyntheticText(seed: 5)
    let plan = try text.plan()
    let whole = try bytes(text.collect(plan), text)
    for chunk in [1, 7] {
      var collector = PreferenceCollector(plan: plan)
      for index in text.documents.indices { collector.absorb(text.reduce(index, plan, chunk: chunk)) }
      #expect(try bytes(collector, text) == whole)
    }
    let reduced = await withTaskGroup(of: DocumentPreferences.self) { group in
      for index in text.documents.indices { group.addTask { text.reduce(index, plan) } }
      return await group.reduce(into: []) { $0.append($1) }
    }
    var collector = PreferenceCollector(plan: plan)
    for document in reduced.sorted(by: { $0.index < $1.index }) { collector.absorb(document) }
    #expect(try bytes(collector, text) == whole)
  }

  @Test func largeRowsFindTheSameWinnerAsTheLoop() throws {
    var generator = SplitMix64(seed: 99)
    for neurons in [1, 7, 8, 9, 31, 64, 650] {
      let plan = try CollectionPlan(sites: .one(neurons), vocabularySize: 1, blockCount: 1)
      for _ in 0..<20 {
        // Few distinct values, so that ties abound.
        let row = (0..<neurons).map { _ in Float(Int.random(in: -3...3, using: &generator)) }
        var document = DocumentPreferences(index: 0, plan: plan)
        document.record(site: 0, tokens: [0], activations: row)
        var collector = PreferenceCollector(plan: plan)
        collector.absorb(document)
        let winner = try withScratchFolder { folder in
          try collector.draft(origin: .test, vocabulary: ["a"]).write(to: folder + "/s")
          return try Snapshot(path: folder + "/s").tokens.wins.values.firstIndex(of: 1)
        }
        #expect(winner == row.firstIndex { $0 == row.max() })
      }
    }
  }
}
