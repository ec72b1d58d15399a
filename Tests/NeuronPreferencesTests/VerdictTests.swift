import NeuronPreferences
import Statistics
import Testing

/// Neurons with known changes must get the verdicts that name them.
@Suite struct VerdictTests {
  /// What was done to a neuron between two readings of one text.
  private enum Change: CaseIterable {
    case none, noise, lost, boosted, emptied, replaced
  }

  private let words = 80
  private let each = 6

  /// Six neurons of every kind, 330 wins each at the first stage, but 30 of those to be boosted; documents of one text.
  private func stages(_ folder: String, seed: UInt64 = 3) throws -> (a: Snapshot, b: Snapshot) {
    var generator = SplitMix64(seed: seed)
    var occurrences: (a: [Occurrence], b: [Occurrence]) = ([], [])
    for (kind, change) in Change.allCases.enumerated() {
      for number in 0..<each {
        let row = kind * each + number
        for win in 0..<330 {
          let token = (Int.random(in: 0..<12, using: &generator) * 5 + row) % words
          let activation = Double.random(in: 0.3...1, using: &generator)
          let before = Occurrence(row: row, token: token, activation: activation, document: win)
          if change != .boosted || win % 11 == 0 { occurrences.a.append(before) }
          var after = before
          switch change {
          case .none: occurrences.b.append(after)
          case .noise:
            after.activation *= 1 + Double.random(in: -0.001...0.001, using: &generator)
            occurrences.b.append(after)
          case .lost: if win % 20 == 0 { occurrences.b.append(after) }
          case .boosted: occurrences.b.append(after)
          case .emptied: break
          case .replaced:
            after.token = (token + 2) % words
            occurrences.b.append(after)
          }
        }
      }
    }
    func write(_ occurrences: [Occurrence], _ name: String) throws -> Snapshot {
      let plan = try CollectionPlan(
        sites: .one(Change.allCases.count * each), vocabularySize: words, blockCount: 16)
      try SnapshotDraft(
        origin: .test, plan: plan, vocabulary: (0..<words).map { "w\($0)" }, occurrences: occurrences
      ).write(to: "\(folder)/\(name)")
      return try Snapshot(path: "\(folder)/\(name)")
    }
    return (try write(occurrences.a, "a"), try write(occurrences.b, "b"))
  }

  @Test func everyChangeHasItsName() throws {
    try withScratchFolder { folder in
      let (a, b) = try stages(folder)
      var transfer = try Transfer(a, b)
      try transfer.test(a, b, permutations: 1_999, seed: 1, threads: 2)
      let expected: [Verdict] = [.kept, .kept, .lostWins, .wonMore, .forgotten, .moved]
      for (kind, verdict) in expected.enumerated() {
        for neuron in transfer.neurons[kind * each..<(kind + 1) * each] {
          #expect(neuron.verdict == verdict, "\(Change.allCases[kind]) \(neuron)")
          #expect(neuron.evidence == .ok, "\(Change.allCases[kind])")
        }
      }
      let replaced = transfer.neurons.suffix(each)
      #expect(replaced.allSatisfy { ($0.effect?.value ?? 0) > 0.9 }, "nothing is left in common")
      let lost = transfer.neurons[2 * each..<3 * each]
      #expect(lost.allSatisfy { $0.wins.map { $0.q <= 0.05 && $0.ratio < 0.2 } == true })
      #expect(transfer.verdicts.values.reduce(0, +) == transfer.neurons.count)
      // The other way round what was lost is won.
      var back = try Transfer(b, a)
      try back.test(b, a, permutations: 499, seed: 1)
      #expect(back.neurons[2 * each..<3 * each].allSatisfy { $0.verdict == .wonMore })
      #expect(back.neurons[4 * each..<5 * each].allSatisfy { $0.verdict == .gained })
    }
  }

  @Test func threadsChangeNoBitWhereNeuronsStopAtDifferentLooks() throws {
    try withScratchFolder { folder in
      let (a, b) = try stages(folder, seed: 4)
      func tested(_ threads: Int) throws -> Transfer {
        var transfer = try Transfer(a, b)
        try transfer.test(a, b, permutations: 400, seed: 5, statistic: .either, threads: threads)
        return transfer
      }
      let once = try tested(1)
      #expect(try tested(3).neurons == once.neurons)
      #expect(once.null?.permutations == 400 && once.null?.wins == 300)
    }
  }

  /// What is real but small is neither moved nor kept unless it lies clearly to one side of the bound.
  @Test func theBoundParts() throws {
    try withScratchFolder { folder in
      func stage(_ name: String, corpus: String, changed: Bool) throws -> Snapshot {
        var generator = SplitMix64(seed: 8)
        var occurrences: [Occurrence] = []
        for row in 0..<8 {
          for win in 0..<600 {
            var token = Int.random(in: 0..<20, using: &generator)
            if changed, win % 3 == 0 { token += 20 }
            occurrences.append(Occurrence(row: row, token: token, activation: 1, document: win % 160))
          }
        }
        var origin = SnapshotOrigin.test
        origin.corpusHash = corpus
        let plan = try CollectionPlan(sites: .one(8), vocabularySize: 40, blockCount: 16)
        try SnapshotDraft(
          origin: origin, plan: plan, vocabulary: (0..<40).map { "w\($0)" }, occurrences: occurrences
        ).write(to: "\(folder)/\(name)")
        return try Snapshot(path: "\(folder)/\(name)")
      }
      let a = try stage("a", corpus: "one", changed: false)
      for (corpus, isSameText) in [("one", true), ("another", false)] {
        let b = try stage("b", corpus: corpus, changed: true)
        #expect(a.hasSameText(as: b) == isSameText)
        func verdicts(_ bound: Double) throws -> (Set<Verdict>, Transfer) {
          var criteria = ChangeCriteria()
          // The other bound has no say.
          criteria.effectBoundOnOneText = isSameText ? bound : 1 - bound
          criteria.effectBoundBetweenTexts = isSameText ? 1 - bound : bound
          var transfer = try Transfer(a, b)
          try transfer.test(a, b, permutations: 199, criteria: criteria)
          return (Set(transfer.neurons.map(\.verdict)), transfer)
        }
        let effects = try verdicts(0.5).1.neurons.compactMap(\.effect)
        let (least, most) = (effects.map(\.value).min() ?? 0, effects.map(\.value).max() ?? 0)
        #expect(effects.count == 8 && least > 0.02, "\(corpus) \(effects)")
        #expect(try verdicts(least - 0.001).0 == [.moved], "\(corpus)")
        #expect(try verdicts(most + 0.0001).0 == [.shared], "\(corpus)")
        #expect(try verdicts((effects.map(\.high).max() ?? 0) + 0.001).0 == [.kept], "\(corpus)")
      }
    }
  }

  /// That a neuron never is above its own threshold says nothing of what it forgot.
  @Test func firingsAreNotForgotten() throws {
    try withScratchFolder { folder in
      func stage(_ name: String, _ policy: CollectionPolicy, rows: [Int]) throws -> Snapshot {
        let plan = try CollectionPlan(
          sites: .one(3), vocabularySize: 2, policy: policy, blockCount: 8,
          thresholds: policy.kind.needsThresholds ? [0, 0, 0] : nil)
        let occurrences = rows.flatMap { row in
          (0..<400).map { Occurrence(row: row, token: $0 % 2, activation: 1, document: $0) }
        }
        try SnapshotDraft(
          origin: .test, plan: plan, vocabulary: ["a", "b"], occurrences: occurrences
        ).write(to: "\(folder)/\(name)")
        return try Snapshot(path: "\(folder)/\(name)")
      }
      for (policy, expected) in [
        (CollectionPolicy.max1, [Verdict.kept, .forgotten, .gained]),
        (.firings(400), [.kept, .insufficient, .insufficient]),
      ] {
        let (a, b) = (try stage("a", policy, rows: [0, 1]), try stage("b", policy, rows: [0, 2]))
        var transfer = try Transfer(a, b)
        #expect(transfer.neurons.map(\.verdict).suffix(2) == expected.suffix(2), "untested")
        try transfer.test(a, b, permutations: 999)
        #expect(transfer.neurons.map(\.verdict) == expected)
      }
    }
  }

  /// Few of many neurons moved: 199 relabellings can't reach a small rate, more can.
  @Test func whatResolutionHidesIsSaidAndFoundByMoreRelabellings() throws {
    try withScratchFolder { folder in
      var generator = SplitMix64(seed: 6)
      let neurons = 120
      func stage(_ name: String, moved: Range<Int>) throws -> Snapshot {
        let plan = try CollectionPlan(sites: .one(neurons), vocabularySize: 40)
        let occurrences = (0..<neurons).flatMap { row in
          (0..<60).map { win in
            Occurrence(
              row: row,
              token: Int.random(in: 0..<20, using: &generator) + (moved.contains(row) ? 20 : 0),
              activation: 0.5, document: win)
          }
        }
        var origin = SnapshotOrigin.test
        origin.corpusHash = name
        try SnapshotDraft(
          origin: origin, plan: plan, vocabulary: (0..<40).map { "w\($0)" }, occurrences: occurrences
        ).write(to: "\(folder)/\(name)")
        return try Snapshot(path: "\(folder)/\(name)")
      }
      let (a, b) = (try stage("a", moved: 0..<0), try stage("b", moved: 0..<2))
      func found(_ permutations: Int) throws -> Transfer {
        var transfer = try Transfer(a, b, minimumSupport: 50)
        try transfer.test(a, b, permutations: permutations, seed: 7, threads: 2)
        return transfer
      }
      let few = try found(199)
      #expect(few.neurons.prefix(2).allSatisfy { ($0.q ?? 0) > 0.05 && $0.verdict == .shared })
      #expect((few.null?.limited ?? 0) >= 2)
      let many = try found(4_999)
      #expect(many.neurons.prefix(2).allSatisfy { ($0.q ?? 1) <= 0.05 && $0.verdict == .moved })
      #expect(many.null?.limited == 0)
    }
  }

  /// Above its own threshold a neuron is always as often.
  @Test func underAQuantileNothingIsLostOrDisplaced() throws {
    try withScratchFolder { folder in
      func stage(_ wins: Int, _ name: String) throws -> Snapshot {
        let plan = try CollectionPlan(
          sites: .one(1), vocabularySize: 2, policy: .quantile(0.9), thresholds: [0.5])
        try SnapshotDraft(
          origin: .test, plan: plan, vocabulary: ["a", "b"],
          occurrences: (0..<wins).map { Occurrence(row: 0, token: $0 % 2, activation: 1, document: $0) }
        ).write(to: "\(folder)/\(name)")
        return try Snapshot(path: "\(folder)/\(name)")
      }
      let (a, b) = (try stage(2_000, "a"), try stage(310, "b"))
      var transfer = try Transfer(a, b)
      try transfer.test(a, b, permutations: 199)
      #expect(transfer.neurons[0].wins == nil)
      #expect(transfer.neurons[0].verdict.isComparable)
    }
  }
}
