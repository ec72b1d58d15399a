import NeuronPreferences
import Testing

@Suite struct ContextTests {
  /// Every win of a neuron: document, position, activation.
  private func wins(of neuron: Int, in text: SyntheticText) -> [(document: Int, position: Int, value: Float)]
  {
    text.documents.enumerated().flatMap { index, document in
      document.tokens.indices.compactMap { position -> (Int, Int, Float)? in
        let row = Array(document.activations[position * text.neurons..<(position + 1) * text.neurons])
        return row.firstIndex(of: row.max() ?? 0) == neuron ? (index, position, row[neuron]) : nil
      }
    }
  }

  private func collected(_ text: SyntheticText, chunk: Int) throws -> Snapshot {
    try withScratchFolder { folder in
      let plan = try text.plan()
      var collector = PreferenceCollector(plan: plan)
      for index in text.documents.indices { collector.absorb(text.reduce(index, plan, chunk: chunk)) }
      try collector.draft(origin: .test, vocabulary: text.vocabulary, tagNames: text.tagNames)
        .write(to: folder + "/s")
      return try Snapshot(path: folder + "/s")
    }
  }

  @Test(arguments: [3, 1000])
  func windowsShowTheTextAround(chunk: Int) throws {
    let text = SyntheticText(seed: 21, documents: 60)
    let table = try #require(try collected(text, chunk: chunk).contexts)
    for neuron in 0..<text.neurons {
      let contexts = try table.contexts(ofRow: neuron)
      let all = wins(of: neuron, in: text)
      for context in contexts {
        let document = text.documents[context.document]
        let window = max(0, context.position - 5)...min(document.tokens.count - 1, context.position + 5)
        #expect(context.tokens == Array(document.tokens[window]))
        #expect(context.activations == window.map { document.activations[$0 * text.neurons + neuron] })
        #expect(context.center == context.position - window.lowerBound)
        #expect(all.contains { $0.document == context.document && $0.position == context.position })
      }
      let top = contexts.filter { $0.selection == .top }
      let strongest = all.sorted { $0.value > $1.value }.prefix(5)
      #expect(top.map(\.activation) == strongest.map(\.value))
      let sample = contexts.filter { $0.selection == .sample }
      #expect(sample.count == min(10, all.count))
      #expect(Set(sample.map { [$0.document, $0.position] }).count == sample.count)
    }
  }

  /// The sample is not of the strong: over many neurons its mean is that of all wins.
  @Test func theSampleIsUniform() throws {
    let seed: UInt64 = 77
    let text = SyntheticText(seed: seed, documents: 200, neurons: 8)
    let table = try #require(try collected(text, chunk: 1000).contexts)
    var sampled: [Double] = []
    var all: [Double] = []
    for neuron in 0..<text.neurons {
      sampled += try table.contexts(ofRow: neuron).filter { $0.selection == .sample }
        .map { Double($0.activation) }
      all += wins(of: neuron, in: text).map { Double($0.value) }
    }
    func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }
    #expect(sampled.count == 80)
    #expect(abs(mean(sampled) - mean(all)) < 0.06, "seed \(seed)")
  }

  @Test func noneAreKeptIfNoneAreWanted() throws {
    let plan = try CollectionPlan(
      sites: .one(2), vocabularySize: 2, contexts: ContextCounts(strongest: 0, sampled: 0))
    var document = DocumentPreferences(index: 0, plan: plan)
    document.record(site: 0, tokens: [0, 1], activations: [0.1, 0.2, 0.4, 0.3])
    var collector = PreferenceCollector(plan: plan)
    collector.absorb(document)
    try withScratchFolder { folder in
      try collector.draft(origin: .test, vocabulary: ["a", "b"]).write(to: folder + "/s")
      #expect(try Snapshot(path: folder + "/s").contexts == nil)
    }
  }

  @Test func magnitudeOrdersUnderAbsoluteMaximum() throws {
    let plan = try CollectionPlan(
      sites: .one(1), vocabularySize: 3, policy: .absoluteMax1, contextRadius: 0,
      contexts: ContextCounts(strongest: 2, sampled: 0))
    var document = DocumentPreferences(index: 0, plan: plan)
    document.record(site: 0, tokens: [0, 1, 2], activations: [0.5, -0.9, 0.1])
    var collector = PreferenceCollector(plan: plan)
    collector.absorb(document)
    try withScratchFolder { folder in
      try collector.draft(origin: .test, vocabulary: ["a", "b", "c"]).write(to: folder + "/s")
      let contexts = try #require(try Snapshot(path: folder + "/s").contexts).contexts(ofRow: 0)
      #expect(contexts.map(\.activation) == [-0.9, 0.5])
      #expect(contexts.map(\.tokens) == [[1], [0]])
    }
  }

  @Test func countsAreReadAsTheyAreWritten() {
    #expect(ContextCounts("3,0") == ContextCounts(strongest: 3, sampled: 0))
    #expect(ContextCounts("3,0")?.description == "3,0" && ContextCounts("1024,1024") != nil)
    for text in ["", "3", "3,", "3,0,1", "-1,2", "1025,0", "a,b", "9999999999999999999,1"] {
      #expect(ContextCounts(text) == nil, "\(text)")
    }
  }
}
