import Foundation
import NeuronPreferences
import Statistics
import Testing

/// A few neurons are boosted; others lose their wins to them without having changed (facts of max-1).
@Suite struct DisplacementTests {
  private let neurons = 48
  private let boosted = 0..<6
  private let replaced = 6..<9
  private let support = 20

  /// Activations before: every neuron likes some words, with noise. After: some boosted, some replaced.
  private func run(_ body: (Snapshot, Snapshot) throws -> Void) throws {
    var generator = SplitMix64(seed: 2024)
    let words = 60
    let taste = (0..<neurons * words).map { _ in Float.random(in: 0...1, using: &generator) }
    try withScratchFolder { folder in
      var originB = SnapshotOrigin.test
      originB.stage = "finetune"
      originB.checkpointHash = "f00d"
      originB.parentHash = SnapshotOrigin.test.checkpointHash
      let planA = try CollectionPlan(sites: .one(neurons), vocabularySize: words)
      let planB = try CollectionPlan(sites: .one(neurons), vocabularySize: words, comparesWithParent: true)
      var a = PreferenceCollector(plan: planA)
      var b = PreferenceCollector(plan: planB)
      for index in 0..<64 {
        let tokens = (0..<60).map { _ in Int32.random(in: 0..<Int32(words), using: &generator) }
        var before: [Float] = []
        var after: [Float] = []
        for token in tokens {
          for neuron in 0..<neurons {
            let liked = taste[Int(token) * neurons + neuron]
            let value = liked * 0.8 + Float.random(in: 0...0.1, using: &generator)
            before.append(value)
            after.append(
              boosted.contains(neuron)
                ? value * 1.5
                : replaced.contains(neuron) ? Float.random(in: 0...0.1, using: &generator) : value)
          }
        }
        var documentA = DocumentPreferences(index: index, plan: planA)
        documentA.record(site: 0, tokens: tokens, activations: before)
        a.absorb(documentA)
        var documentB = DocumentPreferences(index: index, plan: planB)
        documentB.record(site: 0, tokens: tokens, activations: after)
        documentB.compare(
          site: 0, tokenCount: tokens.count, activations: after, stride: neurons, parentActivations: before,
          parentStride: neurons)
        b.absorb(documentB)
      }
      let vocabulary = (0..<words).map { "w\($0)" }
      try a.draft(origin: .test, vocabulary: vocabulary).write(to: folder + "/a")
      try b.draft(origin: originB, vocabulary: vocabulary).write(to: folder + "/b")
      try body(try Snapshot(path: folder + "/a"), try Snapshot(path: folder + "/b"))
    }
  }

  @Test func whoWasOvertakenIsNotForgotten() throws {
    try run { a, b in
      let rows = try Transfer(a, b, minimumSupport: support).neurons
      let unchanged = rows[replaced.upperBound...]
      let lost = unchanged.filter { $0.countA >= support && $0.countB * 5 <= $0.countA }
      #expect(lost.count >= 3)
      #expect(lost.contains { $0.state == .forgotten })
      #expect(lost.allSatisfy { $0.evidence == .displaced })
      #expect(unchanged.allSatisfy { abs(($0.correlation ?? 0) - 1) < 1e-9 })
      let forgotten = rows[replaced].filter { $0.countA >= support && $0.countB < support }
      #expect(!forgotten.isEmpty)
      #expect(forgotten.allSatisfy { $0.evidence != .displaced && ($0.correlation ?? 1) < 0.5 })
      // The other way round the same neurons appear to be gained.
      let reversed = try Transfer(b, a, minimumSupport: support).neurons
      #expect(reversed.map(\.evidence) == rows.map(\.evidence))
      // The test of wins says the same.
      var tested = try Transfer(a, b, minimumSupport: support)
      try tested.test(a, b, permutations: 999, seed: 1)
      #expect(
        zip(tested.neurons[replaced.upperBound...], unchanged).allSatisfy {
          $0.verdict != .forgotten && ($1.evidence != .displaced || $0.verdict == .displaced)
        })
      #expect(tested.neurons[replaced].allSatisfy { !$0.verdict.isLoss || $0.evidence == .ok })
      // A boosted neuron correlates with its old self, but is not it.
      #expect(tested.neurons[boosted].allSatisfy { $0.verdict != .displaced && $0.likeness?.isSame == false })
    }
  }

  @Test func withoutTheComparisonNothingIsCalledDisplaced() throws {
    try run { a, _ in
      #expect(a.parent == nil)
      let rows = try Transfer(a, a).neurons
      #expect(rows.allSatisfy { $0.correlation == nil && $0.evidence != .displaced })
    }
  }

  @Test func correlationIsPearsons() throws {
    try run { _, b in
      let parent = try #require(b.parent)
      // A boosted neuron is its old self times 1.5.
      #expect(boosted.allSatisfy { abs((parent.correlation(ofRow: $0) ?? 0) - 1) < 1e-6 })
    }
  }
}
