import Foundation
import Kernels
import Testing
import Transformers

/// Losses are those of the logits.
@Suite struct LossTests {
  @Test func everyTokenButTheFirstIsPredicted() throws {
    let model = try Expectation.model("llama")
    let documents: [[Int32]] = [[7, 8, 9, 40], [], [33], (0..<450).map { Int32(6 + $0 * 5 % 50) }]
    let workers = Workers(threads: 2)
    let losses = try model.tokenLosses(documents, workers: workers)
    for ((document, logits), losses) in zip(
      zip(documents, try model.logits(documents, workers: workers)), losses)
    {
      #expect(losses.count == document.count && losses.first.map { $0 == nil } ?? true)
      let width = logits.count / max(1, document.count)
      for place in document.indices.dropFirst() {
        let row = logits[(place - 1) * width..<place * width].map(Double.init)
        let top = row.max() ?? 0
        let expected = log(row.reduce(0) { $0 + exp($1 - top) }) + top - row[Int(document[place])]
        #expect(abs(try #require(losses[place]) - expected) < 1e-5)
      }
    }
  }

  @Test func strideReadsWindowsAgain() throws {
    let model = try Expectation.model("gpt2-scaled")
    let document = (0..<50).map { Int32(6 + $0 * 11 % 50) }
    let workers = Workers(threads: 1)
    let whole = try model.tokenLosses([document], window: 20, overlap: 5, workers: workers)[0]
    let second = try model.tokenLosses([Array(document[15..<35])], window: 20, workers: workers)[0]
    #expect(whole[0] == nil && !whole.dropFirst().contains { $0 == nil })
    #expect(Array(whole[20..<35]) == Array(second[5...]))
    let apart = try model.tokenLosses([document], window: 20, workers: workers)[0]
    #expect(apart.indices.filter { apart[$0] == nil } == [0, 20, 40])
  }

  @Test func anEncoderPredictsNothing() throws {
    let model = try Expectation.model("bert")
    #expect(throws: TransformerError.lacksHead(path: model.path, head: "causal language model")) {
      try model.tokenLosses([[5, 6]], workers: Workers(threads: 1))
    }
  }

  @Test func aModelWithoutAHeadSaysSo() throws {
    let classifier = try Expectation.model("llama-classifier")
    #expect(throws: TransformerError.lacksHead(path: classifier.path, head: "language model")) {
      try classifier.logits([[5, 6]], workers: Workers(threads: 1))
    }
    let predictor = try Expectation.model("llama")
    #expect(predictor.labelCount == nil)
    #expect(throws: TransformerError.lacksHead(path: predictor.path, head: "sequence classification")) {
      try predictor.classificationLogits([[5, 6]], workers: Workers(threads: 1))
    }
  }
}
