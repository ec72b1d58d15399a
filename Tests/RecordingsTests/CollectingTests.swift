import NeuronPreferences
import ScratchFiles
import TensorFiles
import Testing

@testable import Recordings

/// Recordings give the snapshots that the recorded activations give.
@Suite struct CollectingTests {
  private static let policies = ["max1", "abs-max1", "topk:2", "quantile:0.9"]

  /// Collects the activations that PyTorch computed by themselves, as an engine of ours would.
  private func collectDense(
    _ recordings: RecordingSet, _ policy: CollectionPolicy
  ) throws -> PreferenceCollector {
    let file = try SafetensorsFile(path: reference("dense.safetensors"))
    let activations = [try file.floats("first"), try file.floats("second")]
    let plan = try recordings.plan(for: policy, tagCount: 0)
    var collector = PreferenceCollector(plan: plan)
    var start = 0
    for place in 0..<recordings.documentCount {
      let document = recordings.document(at: place)
      var preferences = DocumentPreferences(index: document.index, plan: plan)
      // The separator comes first and is not counted.
      let tokens = Array(document.tokens[1...])
      preferences.skip(1, reason: DocumentPreferences.specialToken)
      for (site, values) in zip(recordings.facts.sites.sites.indices, activations) {
        let width = recordings.facts.sites.sites[site].neurons
        preferences.record(
          site: site, tokens: tokens,
          activations: Array(values[(start + 1) * width..<(start + 1 + tokens.count) * width]))
      }
      start += document.tokens.count
      collector.absorb(preferences)
    }
    return collector
  }

  @Test(arguments: policies)
  func recordedEventsCountAsActivationsDo(policy: String) throws {
    let policy = try #require(CollectionPolicy(policy))
    let recordings = try RecordingSet(paths: [reference("whole.recording")])
    try withScratchSnapshot(of: try collectDense(recordings, policy), recordings) { dense in
      try collect(recordings, policy) { recorded in
        #expect(recorded.counts == dense.counts)
        #expect(recorded.blocks == dense.blocks)
        #expect(recorded.thresholds.map(Array.init) == dense.thresholds.map(Array.init))
        for row in 0..<dense.neuronCount {
          #expect(try recorded.tokens.preferences(ofRow: row) == dense.tokens.preferences(ofRow: row))
        }
        try expectSameMoments(recorded, dense)
      }
    }
  }

  private func expectSameMoments(_ recorded: Snapshot, _ dense: Snapshot) throws {
    let (own, engine) = (try #require(recorded.moments), try #require(dense.moments))
    #expect(own.counts.values == engine.counts.values)
    #expect(Array(own.minima) == Array(engine.minima) && Array(own.maxima) == Array(engine.maxima))
    for row in 0..<dense.neuronCount {
      #expect(own.histogram(ofRow: row) == engine.histogram(ofRow: row))
      // The same terms in another order.
      #expect(abs(own.sum(ofRow: row) - engine.sum(ofRow: row)) < 1e-12)
      #expect(abs(own.squares(ofRow: row) - engine.squares(ofRow: row)) < 1e-12)
    }
  }

  private func withScratchSnapshot(
    of collector: PreferenceCollector, _ recordings: RecordingSet, _ body: (Snapshot) throws -> Void
  ) throws {
    try withScratchFolder { folder in
      let draft = collector.draft(
        origin: SnapshotOrigin(stage: "test"), vocabulary: recordings.tokenNames())
      try draft.write(to: folder + "/s")
      try body(try Snapshot(path: folder + "/s"))
    }
  }

  @Test func contextsShowTheTextAndWhatWasPicked() throws {
    try collect(try RecordingSet(paths: [reference("whole.recording")]), .max1) { snapshot in
      let contexts = try #require(snapshot.contexts)
      let all = try (0..<snapshot.neuronCount).flatMap { try contexts.contexts(ofRow: $0) }
      let first = try #require(all.first { $0.document == 1 && $0.position == 2 })
      #expect(first.tokens == [0, 7, 4, 6, 2, 3, 9])
      #expect(first.center == 2)
      #expect(first.activations[0] == 0 && first.activation != 0)
    }
  }

  @Test func filesOfTwoRanksGiveTheWholeInAnyOrder() throws {
    let names = ["parts.rank1of2.recording", "parts.rank0of2.recording"].map { reference($0) }
    let whole = try RecordingSet(paths: [reference("whole.recording")])
    #expect(try RecordingSet(paths: names).hasAllRanks)
    #expect(try !RecordingSet(paths: [names[0]]).hasAllRanks)
    for policy in whole.facts.policies {
      try collect(whole, policy) { whole in
        for paths in [names, names.reversed()] {
          try collect(try RecordingSet(paths: paths), policy) { parts in
            #expect(parts.counts == whole.counts && parts.blocks == whole.blocks)
            for row in 0..<whole.neuronCount {
              #expect(try parts.tokens.preferences(ofRow: row) == whole.tokens.preferences(ofRow: row))
            }
            try expectSameMoments(parts, whole)
          }
        }
      }
    }
  }

  @Test func aFileGivenTwiceIsRefused() throws {
    let path = reference("whole.recording")
    #expect(throws: RecordingError.documentTwice(document: 0, path: path)) {
      try RecordingSet(paths: [path, path])
    }
  }

  @Test(arguments: [
    ("pieces.recording", RecordingDifference.alignment), ("words.recording", .alignment),
  ])
  func filesOfDifferentRecordingsAreRefused(other: String, what: RecordingDifference) throws {
    let paths = [reference("whole.recording"), reference(other)]
    #expect(throws: RecordingError.notOfOneRecording(what: what, a: paths[0], b: paths[1])) {
      try RecordingSet(paths: paths)
    }
  }

  /// What is not in the tokens themselves: how many processes there were, and which token means what.
  @Test(arguments: [
    ("\"world\":\"2\"", "\"world\":\"3\"", RecordingDifference.world),
    ("\"unknown\":\"1\"", "\"unknown\":\"2\"", .tokenizer),
  ])
  func partsWithOtherFactsAreRefused(fact: String, changed: String, what: RecordingDifference) throws {
    var part = try TamperedFile("parts.rank1of2.recording")
    try part.replace(fact, by: changed)
    try expectRefused(part, what)
  }

  @Test func partsWithOtherSpecialTokensAreRefused() throws {
    var part = try TamperedFile("parts.rank1of2.recording")
    try part.set("special", 0, Int64(9))
    try expectRefused(part, .tokenizer)
  }

  private func expectRefused(_ part: TamperedFile, _ what: RecordingDifference) throws {
    let file = try part.temporary()
    let first = reference("parts.rank0of2.recording")
    #expect(throws: RecordingError.notOfOneRecording(what: what, a: first, b: file.path)) {
      try RecordingSet(paths: [first, file.path])
    }
  }

  @Test func otherPoliciesThanTheRecordedAreRefused() throws {
    let recordings = try RecordingSet(paths: [reference("whole.recording")])
    let plan = try CollectionPlan(
      sites: recordings.facts.sites, vocabularySize: 10, policy: .top(3), blockCount: 4)
    #expect(throws: RecordingError.self) {
      try recordings.preferences(at: 0, recordings.document(at: 0), tags: nil, plans: [plan])
    }
  }
}
