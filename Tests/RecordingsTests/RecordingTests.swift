import NeuronPreferences
import Recordings
import Testing

@Suite struct RecordingTests {
  @Test func factsAreRead() throws {
    let facts = try Recording(path: reference("whole.recording")).facts
    #expect(facts.sites.description == "blocks.0.mlp.hook_post:64,blocks.0.hook_resid_post:5")
    #expect(facts.policies == [.max1, .absoluteMax1, .top(2), .quantile(0.9)])
    #expect(facts.blockCount == 4 && facts.histogramBins == 4)
    #expect(facts.histogramRanges == [-8...8, -8...8])
    #expect(facts.checkpoint == "tiny" && facts.checkpointHash.count == 64 && facts.lineage == "reference")
    #expect(facts.corpus == "animals" && facts.corpusHash == "" && facts.tokenizerHash.count == 64)
    #expect(facts.joining == .words && facts.unknownToken == 1)
    #expect(facts.rank == 0 && facts.world == 1 && facts.part == 0)
  }

  @Test func documentsComeWithTheirTextAndItsBytes() throws {
    let recording = try Recording(path: reference("whole.recording"))
    #expect(recording.documentCount == 9 && recording.vocabularySize == 10)
    #expect(recording.tokenNames()[8] == "Café")
    let document = recording.document(at: 4)
    #expect(document.index == 4 && document.tokens == [0, 7, 8, 6, 7, 8, 9])
    #expect(document.isCounted == [false] + Array(repeating: true, count: 6))
    #expect(document.specialCount == 1)
    let text = try #require(document.text)
    let words = text.spans.map { String(decoding: text.text[$0], as: UTF8.self) }
    #expect(words == ["", "a", "Café", "sees", "a", "Café", "."])
    #expect(!text.isCutAtBlanks)
  }

  @Test(arguments: ["words.recording", "pieces.recording"])
  func piecesMakeUpTheTextWhereThereIsNone(name: String) throws {
    let text = try #require(try Recording(path: reference(name)).document(at: 0).text)
    #expect(String(decoding: text.text, as: UTF8.self) == "the cat sat .")
    #expect(text.spans == [0..<0, 0..<3, 4..<7, 8..<11, 12..<13])
    #expect(text.isCutAtBlanks)
  }

  @Test func whatIsNotFiniteIsLeftOutAndCounted() throws {
    // Document 2 is one bad word; it and everything after it are not numbers at both sites.
    try collect(try RecordingSet(paths: [reference("nan.recording")]), .max1) { snapshot in
      #expect(snapshot.counts.tokensScanned == 4)
      #expect(snapshot.counts.nonFiniteActivations == 64 + 5)
      #expect(snapshot.counts.skipped == [DocumentPreferences.specialToken: 2])
      #expect(snapshot.moments.map { $0.counts.values } == Array(repeating: 3, count: 69))
      #expect((0..<69).map { snapshot.tokens.wins[$0] }.reduce(0, +) == 6)
    }
  }
}
