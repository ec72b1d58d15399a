import Testing

@testable import Experiments

@Suite struct DocumentEncoderTests {
  /// `The| film's|n't` in words `The`, `film`, `'s`: a leading space belongs to the piece.
  @Test func piecesKnowTheirWord() {
    let words = [0..<3, 4..<8, 8..<10, 12..<15]
    let pieces = [0..<0, 0..<3, 3..<6, 6..<8, 8..<10, 10..<12, 7..<9, 11..<13, 13..<14, 13..<14, 15..<15]
    #expect(DocumentEncoder.words(of: pieces, in: words) == [-1, 0, 1, 1, 2, -1, -1, 3, 3, 3, -1])
    #expect(DocumentEncoder.words(of: [0..<4], in: []) == [-1])
  }

  @Test func specialTokensCutATextIntoRuns() {
    #expect([Int32]([9, 1, 2, 9, 9, 3]).runs(without: [9]) == [1..<3, 5..<6])
    #expect([Int32]([1, 2]).runs(without: []) == [0..<2])
    #expect([Int32]([9]).runs(without: [9]) == [])
    #expect([Int32]().runs(without: []) == [])
  }
}
