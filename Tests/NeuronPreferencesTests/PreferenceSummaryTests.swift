import NeuronPreferences
import Testing

/// What one neuron prefers, ranked, summed up, and compared between two stages.
@Suite struct PreferenceSummaryTests {
  static let words = ["of", "to", "film", "in", "dog", "cat", "rain", "wind", "road", "tree"]
  static let tags = ["IN", "TO", "NN", "VB"]

  /// A snapshot in which neuron 0 wins these words so often, each time with this activation; neuron 1 wins the rest of
  /// the text, in which every word stands 50 times.
  private func snapshot(
    _ wins: [(word: String, tag: String, count: Int, activation: Double)], folder: String, name: String = "a",
    words: [String] = Self.words, hasTags: Bool = true
  ) throws -> Snapshot {
    let plan = try CollectionPlan(
      sites: .one(3), vocabularySize: words.count, tagCount: hasTags ? Self.tags.count : 0, blockCount: 4)
    var occurrences: [Occurrence] = []
    func add(_ row: Int, _ word: String, _ tag: String, _ activation: Double) throws {
      occurrences.append(
        Occurrence(
          row: row, token: try #require(words.firstIndex(of: word)),
          tag: hasTags ? Self.tags.firstIndex(of: tag) : nil, activation: activation,
          document: occurrences.count))
    }
    for word in words {
      let own = wins.first { $0.word == word }
      for place in 0..<50 {
        let isOwn = place < own?.count ?? 0
        try add(isOwn ? 0 : 1, word, own?.tag ?? "NN", isOwn ? own?.activation ?? 0 : 0.5)
      }
    }
    try SnapshotDraft(
      origin: .test, plan: plan, vocabulary: words, tagNames: hasTags ? Self.tags : [],
      occurrences: occurrences
    ).write(to: "\(folder)/\(name)")
    return try Snapshot(path: "\(folder)/\(name)")
  }

  private func values(_ ranked: RankedPreferences, _ table: FeatureTable) -> [String] {
    ranked.top.map { entry in
      let value = entry.value.map { "\(Int(($0 * 1000).rounded()))" } ?? "-"
      return "\(table.name(of: entry.preference.feature)) \(value)"
    }
  }

  @Test func massCountsHowOftenThePaperDoesNotAndLiftAgainstTheText() throws {
    try withScratchFolder { folder in
      let stage = try snapshot(
        [("of", "IN", 40, 0.5), ("to", "TO", 1, 0.5), ("film", "NN", 10, 1), ("in", "IN", 5, -1)],
        folder: folder)
      func ranked(_ kind: ShareKind, limit: Int = .max) throws -> [String] {
        values(try stage.ranked(ofRow: 0, by: kind, limit: limit), stage.tokens)
      }
      // Masses 20, .5, 10 and -5; means .5, .5, 1 and -1; 500 tokens of text, every word a tenth of it.
      #expect(try ranked(.mass) == ["of 656", "film 328", "to 16", "in 0"])
      #expect(try ranked(.paper) == ["film 500", "of 250", "to 250", "in 0"])
      #expect(try ranked(.lift) == ["of 6557", "film 3279", "in 0", "to -"], "one win is too few for a lift")
      for kind in ShareKind.allCases {
        let all = try ranked(kind)
        for limit in 0...4 { #expect(try ranked(kind, limit: limit) == Array(all.prefix(limit))) }
      }
      #expect(try stage.ranked(ofRow: 0, by: .mass, limit: 1).length == 4)
      let tags = try values(stage.ranked(.tag, ofRow: 0, by: .mass), stage.requiredTable(.tag))
      #expect(tags == ["IN 588", "NN 392", "TO 20"], "of and in are IN: 15 of 25.5")
      #expect(try stage.ranked(ofRow: 2, by: .lift) == .none)
    }
  }

  /// A short list is picked as a long one is sorted.
  @Test(arguments: 0..<8 as Range<UInt64>) func shortListsAreTheBeginningOfLongOnes(seed: UInt64) throws {
    let text = SyntheticText(seed: seed)
    try withScratchFolder { folder in
      let path = folder + "/stage"
      try text.collect(text.plan()).draft(
        origin: .test, vocabulary: text.vocabulary, tagNames: text.tagNames
      ).write(to: path)
      let stage = try Snapshot(path: path)
      for row in 0..<text.neurons {
        for kind in ShareKind.allCases {
          let all = try stage.ranked(ofRow: row, by: kind)
          #expect(all.top.count == all.length && all.length == stage.tokens.length[row])
          for limit in [0, 1, 7, 31, 32] {
            #expect(try stage.ranked(ofRow: row, by: kind, limit: limit).top == Array(all.top.prefix(limit)))
          }
        }
        let shares = try stage.ranked(ofRow: row, by: .mass).top.compactMap(\.value)
        #expect(shares.isEmpty || abs(shares.reduce(0, +) - 1) < 1e-9)
      }
    }
  }

  @Test func aLineSumsANeuronUp() throws {
    try withScratchFolder { (folder) throws in
      func text(
        _ wins: [(String, String, Int, Double)], words: [String] = Self.words, hasTags: Bool = true
      ) throws -> String? {
        try PreferenceSummary(
          snapshot(
            wins.map { ($0.0, $0.1, $0.2, $0.3) }, folder: folder, words: words, hasTags: hasTags), row: 0)?
          .text
      }
      #expect(
        try text([("of", "IN", 50, 1), ("to", "TO", 20, 1), ("film", "NN", 1, 0.7)])
          == "of, to: prepositions; 99% of its mass on 2 tokens")
      #expect(
        try text([("of", "IN", 50, 1), ("to", "TO", 1, 0.1)])
          == "of: prepositions; 100% of its mass on 1 token")
      #expect(
        try text([("film", "NN", 37, 1), ("of", "IN", 7, 1), ("road", "VB", 6, 1)])
          == "film, of, road: mostly nouns; 100% of its mass on 3 tokens")
      #expect(
        try text([("film", "NN", 10, 1), ("of", "IN", 9, 1)], hasTags: false)
          == "film, of; 100% of its mass on 2 tokens")
      let many = (0..<40).map { "word\($0)" }
      #expect(
        try text(many.map { ($0, "NN", 3, 1) }, words: many)
          == "word0, word1, word2: nouns; half of its mass on 20 tokens")
      let marks = [",", ":", "\"", "of"]
      #expect(
        try text(marks.map { ($0, "IN", 9, 1) }, words: marks)?.hasPrefix("\",\", \":\", '\"': prep") == true)
      #expect(try text([("of", "IN", 0, 1)]) == nil)
      #expect(try text([("of", "IN", 5, -1)]) == nil)
    }
  }

  @Test func selectivityIsOneOnOneTokenAndZeroSpreadEvenly() throws {
    try withScratchFolder { folder in
      let one = try snapshot([("of", "IN", 30, 0.5)], folder: folder)
      #expect(try PreferenceSummary(one, row: 0)?.selectivity == 1)
      let all = try snapshot(Self.words.map { ($0, "NN", 9, 0.5) }, folder: folder, name: "b")
      let even = try #require(try PreferenceSummary(all, row: 0)?.selectivity)
      #expect(abs(even) < 1e-12)
      let half = try snapshot([("of", "IN", 9, 0.5), ("to", "TO", 9, 0.5)], folder: folder, name: "c")
      let two = try #require(try PreferenceSummary(half, row: 0)?.selectivity)
      #expect(abs(two - 0.698970004336) < 1e-12, "1 - ln 2 / ln 10")
    }
  }

  @Test func whatIsLostAndGainedIsRanked() throws {
    try withScratchFolder { folder in
      let before = try snapshot([("of", "IN", 30, 1), ("to", "TO", 10, 1)], folder: folder)
      // Another vocabulary: features are matched by name.
      let after = try snapshot(
        [("of", "IN", 10, 1), ("dog", "NN", 20, 1), ("film", "NN", 10, 1)], folder: folder, name: "b",
        words: Self.words.reversed())
      let tokens = try PreferenceChange.lostAndGained(.token, row: 0, from: before, to: after)
      #expect(tokens.lost.map(\.name) == ["of", "to"] && tokens.gained.map(\.name) == ["dog", "film"])
      #expect(tokens.lost.map(\.change) == [-0.5, -0.25] && tokens.gained.map(\.change) == [0.5, 0.25])
      #expect(tokens.lost.map(\.countBefore) == [30, 10] && tokens.lost.map(\.countAfter) == [10, 0])
      let back = try PreferenceChange.lostAndGained(.token, row: 0, from: after, to: before)
      #expect(back.lost.map(\.name) == tokens.gained.map(\.name))
      let tags = try PreferenceChange.lostAndGained(.tag, row: 0, from: before, to: after)
      #expect(tags.lost.map(\.name) == ["IN", "TO"] && tags.gained.map(\.name) == ["NN"])
      let same = try PreferenceChange.lostAndGained(.token, row: 0, from: before, to: before)
      #expect(same.lost.isEmpty && same.gained.isEmpty)
    }
  }

  @Test func classesAreThoseOfPennAndOfTheUniversalTags() {
    for (penn, universal) in [
      ("NNS", "NOUN"), ("NNP", "PROPN"), ("VBZ", "VERB"), ("MD", "AUX"), ("JJ", "ADJ"), ("RB", "ADV"),
      ("IN", "ADP"), ("DT", "DET"), ("PRP", "PRON"), ("CD", "NUM"), ("CC", "CCONJ"), ("RP", "PART"),
      (",", "PUNCT"), ("FW", "X"),
    ] {
      #expect(TagClass(tag: penn) == TagClass(tag: universal), "\(penn)")
    }
    #expect(TagClass(tag: "") == .other)
    #expect(Set(TagClass.allCases.map(\.abbreviation)).count == TagClass.allCases.count)
    #expect(TagClass.allCases.allSatisfy { $0.abbreviation.count <= 5 }, "two and an arrow fit a column")
  }
}
