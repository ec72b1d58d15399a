import Foundation
import NeuronPreferences
import Statistics
import Testing

/// Thresholds that a first pass finds, and document starts that are left out.
@Suite struct QuantileTests {
  /// `[tokens, neurons]`, neurons of very different scales, the first one never below 0.
  private func activations(_ tokens: Int, _ neurons: Int, seed: UInt64) -> [Float] {
    var generator = SplitMix64(seed: seed)
    return (0..<tokens * neurons).map { index in
      let neuron = index % neurons
      let value = Float.random(in: -1...1, using: &generator)
      return (neuron == 0 ? max(0, value) : value * value * value) * Float(pow(10, Double(neuron % 5) - 2))
    }
  }

  @Test(arguments: [0.1, 0.5, 0.9, 0.99])
  func thresholdsBoundTheQuantileFromAbove(quantile: Double) {
    let (tokens, neurons) = (2000, 7)
    let values = activations(tokens, neurons, seed: 3)
    var sketch = QuantileSketch(neurons: neurons)
    sketch.add(values, tokenCount: tokens, stride: neurons, firstRow: 0, neurons: neurons)
    for (neuron, threshold) in sketch.thresholds(quantile: quantile).enumerated() {
      let own = stride(from: neuron, to: values.count, by: neurons).map { values[$0] }.sorted()
      let exact = own[Int((quantile * Double(tokens)).rounded(.up)) - 1]
      #expect(threshold >= exact)
      let slack = max(Double(abs(threshold)), Double(abs(exact))) * QuantileSketch.relativeError + 1.0 / 512
      #expect(Double(threshold - exact) <= slack, "neuron \(neuron): \(exact), \(threshold)")
      #expect(own.count { $0 > threshold } <= Int((1 - quantile) * Double(tokens) + 1e-9))
    }
  }

  /// About so many firings, never more; of a short text a twentieth, and the policy says so.
  @Test(arguments: [(10_000, 300, 300), (10_000, 500, 500), (10_000, 501, 500), (300, 1000, 15), (3, 1, 0)])
  func firingsAreCounted(tokens: Int, asked: Int, most: Int) {
    let values = activations(tokens, 3, seed: 7)
    var sketch = QuantileSketch(neurons: 3)
    values.withUnsafeBufferPointer { values in
      guard let start = values.baseAddress else { return }
      sketch.add(start, tokenCount: tokens, stride: 3, firstRow: 0, neurons: 3)
    }
    for (row, threshold) in sketch.thresholds(firings: asked).enumerated() {
      let firings = stride(from: row, to: values.count, by: 3).count { values[$0] > threshold }
      #expect(firings <= most && Double(firings) >= 0.9 * Double(most) - 2, "\(firings) of \(most)")
    }
    #expect(CollectionPolicy.firings(asked).shortfall(tokens: tokens) == (most < asked ? most : nil))
    #expect(CollectionPolicy.max1.shortfall(tokens: tokens) == nil)
  }

  @Test func partsAddUpInAnyOrderAndWhatIsNotFiniteIsLeftOut() {
    let values = activations(300, 3, seed: 4)
    func sketch(_ range: Range<Int>, _ values: [Float]) -> QuantileSketch {
      var sketch = QuantileSketch(neurons: 3)
      values.withUnsafeBufferPointer {
        guard let base = $0.baseAddress else { return }
        sketch.add(
          base + range.lowerBound * 3, tokenCount: range.count, stride: 3, firstRow: 0, neurons: 3)
      }
      return sketch
    }
    let whole = sketch(0..<300, values).thresholds(quantile: 0.8)
    var (left, right) = (sketch(0..<77, values), sketch(77..<300, values))
    let first = left
    left += right
    right += first
    #expect(left.thresholds(quantile: 0.8) == whole && right.thresholds(quantile: 0.8) == whole)
    var odd = sketch(0..<300, values)
    odd += sketch(0..<2, [.nan, .infinity, -.infinity, .nan, .nan, .nan])
    #expect(odd.thresholds(quantile: 0.8) == whole)
    #expect(QuantileSketch(neurons: 2).thresholds(quantile: 0.5) == [.infinity, .infinity])
  }

  @Test func theSnapshotKeepsThresholdsAndMergesOnlyTheSame() throws {
    try withScratchFolder { folder in
      let text = SyntheticText(seed: 8)
      func collect(_ threshold: Float, _ blocks: Range<Int>, _ name: String) throws -> Snapshot {
        let plan = try CollectionPlan(
          sites: .one(text.neurons), vocabularySize: text.vocabulary.count, tagCount: text.tagNames.count,
          policy: .quantile(0.75), blockCount: 16,
          comparesWithParent: true, thresholds: Array(repeating: threshold, count: text.neurons))
        let collector = text.collect(plan) { blocks.contains($0 % 16) }
        try collector.draft(origin: .test, vocabulary: text.vocabulary, tagNames: text.tagNames)
          .write(to: "\(folder)/\(name)")
        return try Snapshot(path: "\(folder)/\(name)")
      }
      let whole = try collect(0.5, 0..<16, "whole")
      #expect(whole.thresholds.map(Array.init) == Array(repeating: 0.5, count: text.neurons))
      let parts = [try collect(0.5, 0..<5, "a"), try collect(0.5, 5..<16, "b")]
      try SnapshotMerge(parts.reversed()).write(to: folder + "/merged")
      #expect(
        try Data(contentsOf: URL(fileURLWithPath: folder + "/merged"))
          == Data(contentsOf: URL(fileURLWithPath: folder + "/whole")))
      let other = try collect(0.25, 5..<16, "c")
      let error = try #require(throws: MergeError.self) { try SnapshotMerge([parts[0], other]) }
      guard case .unfit(let faults) = error, case .foreign(other.path, .thresholds, _, _)? = faults.first
      else {
        Issue.record("\(error)")
        return
      }
    }
  }

  @Test(arguments: [1, 4, 1000])
  func startsAreLeftOutOfEveryStatistic(chunk: Int) throws {
    try withScratchFolder { folder in
      let text = SyntheticText(seed: 21)
      let skipped = 6
      func plan(_ skipped: Int) throws -> CollectionPlan {
        try CollectionPlan(
          sites: .one(text.neurons), vocabularySize: text.vocabulary.count, tagCount: text.tagNames.count,
          blockCount: 16, contexts: ContextCounts(strongest: 0, sampled: 0), comparesWithParent: true,
          skippedStarts: skipped)
      }
      func snapshot(_ collector: PreferenceCollector, _ name: String) throws -> Snapshot {
        try collector.draft(origin: .test, vocabulary: text.vocabulary, tagNames: text.tagNames)
          .write(to: "\(folder)/\(name)")
        return try Snapshot(path: "\(folder)/\(name)")
      }
      // The same documents without their first tokens.
      var cut = text
      for index in cut.documents.indices {
        let (tokens, tags, activations) = text.documents[index]
        let begin = min(skipped, tokens.count)
        cut.documents[index] = (
          Array(tokens[begin...]), Array(tags[begin...]), Array(activations[(begin * text.neurons)...])
        )
      }
      var (expected, found) = (
        try PreferenceCollector(plan: plan(0)), try PreferenceCollector(plan: plan(skipped))
      )
      for index in text.documents.indices {
        if cut.documents[index].tokens.isEmpty {
          expected.absorb(DocumentPreferences(index: index, plan: try plan(0)))
        } else {
          expected.absorb(cut.reduce(index, try plan(0)))
        }
        found.absorb(text.reduce(index, try plan(skipped), chunk: chunk))
      }
      let (a, b) = (try snapshot(expected, "expected"), try snapshot(found, "found"))
      #expect(b.skippedStarts == skipped && a.skippedStarts == 0)
      let left = text.documents.reduce(0) { $0 + min(skipped, $1.tokens.count) }
      #expect(b.counts.skipped == [DocumentPreferences.skippedStart: left])
      #expect(b.counts.tokensScanned == a.counts.tokensScanned && b.blocks == a.blocks)
      #expect(b.counts.unknownTokens == a.counts.unknownTokens)
      #expect(b.tokens.frequency.values == a.tokens.frequency.values)
      for row in 0..<text.neurons {
        #expect(try b.tokens.blockPreferences(ofRow: row) == a.tokens.blockPreferences(ofRow: row))
        #expect(try b.tags?.blockPreferences(ofRow: row) == a.tags?.blockPreferences(ofRow: row))
        #expect(b.moments?.sum(ofRow: row) == a.moments?.sum(ofRow: row))
        #expect(b.parent?.correlation(ofRow: row) == a.parent?.correlation(ofRow: row))
      }
      #expect(throws: MergeError.self) { try SnapshotMerge([a, b]) }
    }
  }

  /// A window reaches back into what was left out; the position is that in the document.
  @Test func contextsShowTheStart() throws {
    try withScratchFolder { folder in
      let plan = try CollectionPlan(
        sites: .one(1), vocabularySize: 10, blockCount: 1, contextRadius: 2,
        contexts: ContextCounts(strongest: 1, sampled: 0), skippedStarts: 3)
      var document = DocumentPreferences(index: 0, plan: plan)
      document.record(site: 0, tokens: [0, 1], activations: [0.9, 0.8])
      document.record(site: 0, tokens: [2, 3, 4], activations: [0.7, 0.6, 0.5])
      var collector = PreferenceCollector(plan: plan)
      collector.absorb(document)
      try collector.draft(origin: .test, vocabulary: (0..<10).map { "w\($0)" }).write(to: folder + "/s")
      let context = try #require(try Snapshot(path: folder + "/s").contexts?.contexts(ofRow: 0).first)
      #expect(context.position == 3 && context.tokens == [1, 2, 3, 4] && context.center == 2)
    }
  }
}
