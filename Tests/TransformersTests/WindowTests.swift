import Kernels
import Testing
import Transformers

/// Documents longer than the window are read window by window.
@Suite struct WindowTests {
  private let document = (0..<60).map { Int32(6 + $0 * 11 % 50) }

  @Test func everyWindowIsReadAsADocumentOfItsOwn() throws {
    let model = try Expectation.model("gpt2-scaled")
    let reader = try TransformerReader(model, sites: "*", overlap: 8, workers: Workers(threads: 2))
    #expect(reader.window == 24)
    let found = Recorder.read([[9, 10], document], reader)[1]
    // The first window counts whole, the others without the 8 tokens that were read before.
    let windows = [(0..<24, 0), (16..<40, 8), (32..<56, 8), (48..<60, 8)]
    var expected: [[Float]] = []
    for (tokens, overlap) in windows {
      expected += Recorder.read([Array(document[tokens])], reader)[0].dropFirst(overlap)
    }
    #expect(found == expected)
  }

  @Test func chunksOfADocumentComeInOrder() throws {
    let model = try Expectation.model("gpt2-scaled")
    let reader = try TransformerReader(model, window: 5, overlap: 2, workers: Workers(threads: 2))
    let documents = (0..<40).map { length in Array(repeating: Int32(7 + length), count: length * 3) }
    let order = ChunkOrder()
    reader.read(documents) { order.note($0.document, $0.tokens) }
    for (number, document) in documents.enumerated() {
      #expect(order.tokens(of: number) == Array(0..<document.count))
    }
  }

  @Test(arguments: [(0, 0), (25, 0), (10, 10), (10, -1)])
  func windowsThatDoNotFitAreRefused(window: Int, overlap: Int) throws {
    let model = try Expectation.model("gpt2-scaled")
    #expect(
      throws: TransformerError.badWindow(path: model.path, window: window, overlap: overlap, limit: 24)
    ) { try TransformerReader(model, window: window, overlap: overlap, workers: Workers(threads: 1)) }
  }

  @Test func robertaReadsTwoTokensLessThanItHasPositions() throws {
    #expect(try Expectation.model("roberta").architecture.maximumLength == 38)
  }
}
