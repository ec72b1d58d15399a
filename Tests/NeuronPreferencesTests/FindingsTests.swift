import NeuronPreferences
import Testing

/// What report, explorer and commands say of neurons and stages alike.
@Suite struct FindingsTests {
  @Test func aVerdictIsAStateThatEvidenceCarries() {
    for state in TransferState.allCases where state != .never {
      #expect(Verdict(state, .ok).rawValue == state.rawValue)
      #expect(Verdict(state, .insufficient) == .insufficient)
      #expect(Verdict(state, .displaced) == .displaced)
    }
    for evidence in Evidence.allCases { #expect(Verdict(.never, evidence) == .never) }
  }

  @Test(arguments: [
    (0, 0, Verdict.never), (300, 300, .shared), (299, 300, .insufficient), (300, 299, .insufficient),
    (300, 0, .forgotten), (299, 0, .insufficient), (0, 300, .gained), (0, 1, .insufficient),
  ])
  func winsAloneGiveTheVerdictOfTheComparison(a: Int, b: Int, expected: Verdict) throws {
    #expect(Verdict(countA: a, countB: b) == expected)
    try withScratchFolder { folder in
      let snapshots = try [a, b].enumerated().map { index, wins in
        try snapshot(
          Array(repeating: (0, "cat", 0.5), count: wins), neurons: 1, vocabulary: ["cat"],
          path: "\(folder)/\(index)")
      }
      #expect(try Transfer(snapshots[0], snapshots[1]).neurons[0].verdict == expected)
    }
  }

  @Test func negativeMassHasNoShareOfTags() throws {
    try withScratchFolder { folder in
      let plan = try CollectionPlan(sites: .one(2), vocabularySize: 1, tagCount: 4, blockCount: 2)
      let occurrences = [
        Occurrence(row: 0, token: 0, tag: 1, activation: 3, document: 0),
        Occurrence(row: 1, token: 0, tag: 1, activation: -1, document: 1),
        Occurrence(row: 1, token: 0, tag: 2, activation: 2, document: 1),
        Occurrence(row: 0, token: 0, tag: 0, activation: -5, document: 0),
      ]
      try SnapshotDraft(
        origin: .test, plan: plan, vocabulary: ["a"], tagNames: ["VERB", "NOUN", "DET", "ADJ"],
        occurrences: occurrences
      ).write(to: folder + "/tags")
      let table = try #require(try Snapshot(path: folder + "/tags").tags)
      let shares = try TagShares(table).shares
      #expect(shares.map(\.name) == ["NOUN", "DET", "VERB", "ADJ"], "equally frequent tags by name")
      #expect(shares.map(\.tag) == [1, 2, 0, 3])
      #expect(shares.map(\.corpus) == [0.5, 0.25, 0.25, 0])
      #expect(shares.map(\.mass) == [0.5, 0.5, 0, 0])
      let blocks = try TagBlocks(table)
      #expect(blocks.shares(of: .mass, weights: [2, 0]) == [0, 1, 0, 0])
      #expect(blocks.shares(of: .wins, weights: [0, 1]) == [0, 0.5, 0.5, 0])
      #expect(blocks.shares(of: .mass, weights: [0, 0]) == nil)
    }
  }

  @Test func massesAreRankedAndThinnedWithTheLastKept() throws {
    try withScratchFolder { folder in
      let winners = (0..<130).map { (neuron: $0, word: "cat", activation: 1 - Double($0) / 100) }
      let ranked = RankedMass(
        try snapshot(winners, neurons: 140, vocabulary: ["cat"], path: folder + "/a").tokens)
      #expect(ranked.masses.count == 130, "neurons without a win have no rank")
      #expect(ranked.masses == ranked.masses.sorted(by: >) && (ranked.masses.last ?? 0) < 0)
      let logarithmic = ranked.points(.logarithmic).map(\.rank)
      #expect(Array(logarithmic.prefix(49)) == Array(1...49) && logarithmic[49] == 51)
      #expect(logarithmic.last == 130)
      #expect(ranked.points(.even(count: 13)).map(\.rank) == Array(stride(from: 1, to: 130, by: 10)) + [130])
      #expect(ranked.points(.even(count: 2000)).map(\.mass) == ranked.masses)
      let none = try snapshot([], neurons: 3, vocabulary: ["cat"], path: folder + "/b")
      #expect(RankedMass(none.tokens).points(.logarithmic).isEmpty)
    }
  }

  @Test func theMiddleOfAnEvenNumberOfLengthsLiesBetweenTheTwoMiddleOnes() {
    let shift = LengthShift([
      (before: 10, after: 8), (before: 13, after: 13), (before: 20, after: 21), (7, 1),
    ])
    #expect((shift.shorter, shift.longer, shift.same) == (2, 1, 1))
    #expect(shift.count == 4)
    #expect(shift.before?.median == 11.5 && shift.after?.median == 10.5)
    let none = LengthShift([NeuronTransfer]())
    #expect(none.count == 0 && none.before == nil && none.after == nil)
  }
}
