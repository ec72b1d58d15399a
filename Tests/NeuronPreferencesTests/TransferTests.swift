import Foundation
import NeuronPreferences
import Sites
import Testing

@Suite struct TransferTests {
  private let vocabulary = ["the", "cat", "dog", "people"]

  @Test func everyStateAndField() throws {
    try withScratchFolder { folder in
      let a = try snapshot(
        [(0, "the", 0.5), (0, "the", 0.3), (0, "cat", 0.2), (1, "dog", 0.25)], neurons: 4,
        vocabulary: vocabulary, path: folder + "/a")
      var origin = SnapshotOrigin.test
      origin.stage = "finetune"
      let b = try snapshot(
        [(0, "the", 0.4), (0, "dog", 0.6), (2, "people", 0.125)], neurons: 4, vocabulary: vocabulary,
        origin: origin, path: folder + "/b")
      let transfer = try Transfer(a, b, minimumSupport: 2)
      #expect(transfer.relation == .related)
      #expect(transfer.neurons.map(\.state) == [.shared, .forgotten, .gained, .never])
      #expect(transfer.neurons.map(\.evidence) == [.ok, .insufficient, .insufficient, .insufficient])
      #expect(abs((transfer.neurons[0].hellinger ?? 0) - 0.69542) < 1e-5)
      #expect(transfer.neurons[0].lengthShift == 0)
      #expect(transfer.neurons.dropFirst().allSatisfy { $0.hellinger == nil })
      #expect(transfer.states.total == 4)
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys]
      let json = String(decoding: try encoder.encode(transfer), as: UTF8.self)
      let start =
        #"{"a":"pretrain","b":"finetune","feature":"token","metric":"paper","neurons":[{"breadth":null,"#
        + #""count_a":3,"#
      #expect(json.hasPrefix(start))
      let forgotten =
        #"{"breadth":null,"count_a":1,"count_b":0,"effect":null,"effect_high":null,"effect_low":null,"#
        + #""evidence":"insufficient","excess":null,"hellinger":null,"#
        + #""length_a":1,"length_b":0,"length_union":1,"mass_a":0.25,"mass_b":0,"neuron":"lstm.0:1","#
        + #""p":null,"q":null,"state":"forgotten","verdict":"insufficient","#
        + #""wins_p":null,"wins_q":null,"wins_ratio":null}"#
      #expect(json.contains(forgotten))
      #expect(json.contains(#""neurons_total":4,"policy":"max1","#))
      #expect(json.contains(#""states":{"forgotten":1,"gained":1,"never":1,"shared":1},"#))
      #expect(json.contains(#""insufficient":2,"kept":0,"lost wins":0,"moved":0,"never":1,"shared":1,"#))
    }
  }

  @Test func vocabulariesAreMatchedByText() throws {
    try withScratchFolder { folder in
      let a = try snapshot(
        [(0, "the", 0.5), (0, "cat", 0.2), (0, "é", 0.1)], neurons: 1, vocabulary: ["the", "cat", "é"],
        path: folder + "/a")
      let same = try snapshot(
        [(0, "the", 0.5), (0, "cat", 0.2), (0, "é", 0.1)], neurons: 1,
        vocabulary: ["zebra", "é", "cat", "the"], path: folder + "/b")
      let row = try Transfer(a, same).neurons[0]
      #expect(abs((row.hellinger ?? 1)) < 1e-7)
      #expect(row.lengthUnion == 3)
      // The same letter composed in another way is another token, as in any vocabulary file.
      let decomposed = try snapshot(
        [(0, "the", 0.5), (0, "cat", 0.2), (0, "e\u{301}", 0.1)], neurons: 1,
        vocabulary: ["the", "cat", "e\u{301}"], path: folder + "/c")
      #expect(try Transfer(a, decomposed).neurons[0].lengthUnion == 4)
    }
  }

  @Test(arguments: DistanceMetric.allCases)
  func contributionsAddUpToTheDistance(metric: DistanceMetric) throws {
    try withScratchFolder { folder in
      let a = try snapshot(
        [(0, "the", 0.5), (0, "the", 0.3), (0, "cat", 0.2)], neurons: 2, vocabulary: ["the", "cat"],
        path: folder + "/a")
      let b = try snapshot(
        [(0, "the", 0.4), (0, "dog", 0.6)], neurons: 2, vocabulary: ["dog", "the"], path: folder + "/b")
      let transfer = try Transfer(a, b, metric: metric)
      let neuron = NeuronID(site: "lstm.0", index: 0)
      let parts = try transfer.contributions(to: neuron, a, b)
      #expect(Set(parts.map(\.name)) == ["the", "cat", "dog"])
      #expect(parts[0].name == "dog" && parts[0].isGain && parts[0].shareA == 0)
      let distance = parts.map(\.contribution).reduce(0, +).squareRoot()
      let expected = (transfer.neurons[0].hellinger ?? 0) * (metric == .repoCompat ? 3 : 1)
      #expect(abs(distance - expected) < 1e-12)
      #expect(try transfer.contributions(to: NeuronID(site: "lstm.0", index: 1), a, b).isEmpty)
    }
  }

  @Test func whatCannotBeComparedIsRefused() throws {
    try withScratchFolder { folder in
      let a = try snapshot([(0, "the", 0.5)], neurons: 1, vocabulary: ["the"], path: folder + "/a")
      let wide = try snapshot([(0, "the", 0.5)], neurons: 2, vocabulary: ["the"], path: folder + "/b")
      #expect(throws: SnapshotError.differentSites(a: "lstm.0:1", b: "lstm.0:2")) { try Transfer(a, wide) }
      #expect(throws: SnapshotError.noTags(path: folder + "/a")) { try Transfer(a, a, feature: .tag) }
      let plan = try CollectionPlan(sites: .one(1), vocabularySize: 1, policy: .top(1))
      try SnapshotDraft(origin: .test, plan: plan, vocabulary: ["the"], occurrences: [])
        .write(to: folder + "/c")
      let top = try Snapshot(path: folder + "/c")
      #expect(throws: SnapshotError.differentPolicies(a: .max1, b: .top(1))) { try Transfer(a, top) }
    }
  }

  @Test func lineageTellsStrangers() {
    let first = SnapshotOrigin(stage: "a", checkpointHash: "1", lineage: ["run"])
    #expect(
      first.relation(to: SnapshotOrigin(stage: "b", checkpointHash: "2", lineage: ["x", "run"])) == .related)
    #expect(first.relation(to: SnapshotOrigin(stage: "b", checkpointHash: "1")) == .related)
    #expect(first.relation(to: SnapshotOrigin(stage: "b", checkpointHash: "2", lineage: ["y"])) == .unrelated)
    // A checkpoint made elsewhere names no training: it may be a descendant for all that is known.
    #expect(first.relation(to: SnapshotOrigin(stage: "b", checkpointHash: "2", lineage: ["2"])) == .unknown)
    #expect(first.relation(to: SnapshotOrigin(stage: "b", checkpointHash: "2")) == .unknown)
  }

  /// Winners as the published code recorded them.
  private func published(_ name: String, vocabulary: [String], tags: [String]) throws -> [Occurrence] {
    let text = try String(contentsOfFile: reference(name), encoding: .utf8)
    return try text.split(separator: "\n").enumerated().map { index, line in
      let fields = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
      return Occurrence(
        row: try #require(Int(fields[3])), token: try #require(vocabulary.firstIndex(of: fields[0])),
        tag: tags.firstIndex(of: fields[1]), activation: try #require(Double(fields[2])),
        document: index)
    }
  }

  @Test func distancesOfThePublishedCodeAreReproduced() throws {
    func column(_ name: String, _ index: Int) throws -> Set<String> {
      Set(
        try String(contentsOfFile: reference(name), encoding: .utf8).split(separator: "\n").map {
          String($0.split(separator: "\t", omittingEmptySubsequences: false)[index])
        })
    }
    let names = ["pretrained.tsv", "zero-shot.tsv"]
    let vocabulary = try names.reduce(into: Set<String>()) { $0.formUnion(try column($1, 0)) }.sorted()
    let tags = try names.reduce(into: Set<String>()) { $0.formUnion(try column($1, 1)) }.sorted()
    let expected = try #require(
      try JSONSerialization.jsonObject(
        with: Data(contentsOf: URL(fileURLWithPath: reference("distances.json"))))
        as? [String: [Double]])
    try withScratchFolder { folder in
      let plan = try CollectionPlan(sites: .one(16), vocabularySize: vocabulary.count, tagCount: tags.count)
      let snapshots = try names.map { name in
        let occurrences = try published(name, vocabulary: vocabulary, tags: tags)
        try SnapshotDraft(
          origin: .test, plan: plan, vocabulary: vocabulary, tagNames: tags, occurrences: occurrences
        ).write(to: folder + "/" + name)
        return try Snapshot(path: folder + "/" + name)
      }
      let transfer = try Transfer(snapshots[0], snapshots[1], metric: .repoCompat)
      var shared = 0
      for row in transfer.neurons {
        guard let values = expected[String(row.neuron.index)] else {
          #expect(row.state != .shared)
          continue
        }
        shared += 1
        #expect(row.state == .shared)
        #expect(abs((row.hellinger ?? .nan) - values[0]) < 1e-12)
        #expect(row.lengthUnion == Int(values[1]))
      }
      #expect(shared == expected.count)
      #expect(
        try Transfer(snapshots[0], snapshots[1], feature: .tag).neurons.contains { $0.hellinger != nil })
    }
  }
}
