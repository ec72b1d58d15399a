import Corpora
import Prerequisites
import Testing

/// Sub-word pieces find their words by bytes.
@Suite struct PieceTests {
  private func words(_ text: String, _ pieces: [Range<Int>], _ tokenization: Tokenization = .english)
    -> [Int?]
  {
    Document(text: text, tokenization: tokenization).words(ofPieces: pieces)
  }

  @Test func piecesOfAWordShareIt() {
    #expect(words("unhappy cats", [0..<2, 2..<7, 8..<11, 11..<12]) == [0, 0, 1, 1])
  }

  @Test func aBlankBesideTheWordBelongsToThePieceOnly() {
    #expect(words("the cat  sat", [0..<3, 3..<7, 7..<8, 8..<12]) == [0, 1, nil, 2])
  }

  /// A no-break space and an ideographic one are white space as well.
  @Test(arguments: ["\u{A0}", "\u{3000}"]) func anyWhiteSpaceBelongsToThePieceOnly(space: String) {
    let width = space.utf8.count
    #expect(words("the\(space)cat", [0..<3, 3..<6 + width, 3..<3 + width], .whitespace) == [0, 1, nil])
  }

  /// White space between pieces doesn't send the search back to the start.
  @Test func manyPiecesTakeTimeInProportion() {
    let count = 100_000
    let text = String(repeating: "ab\u{A0} ", count: count)
    let pieces = (0..<count).map { $0 * 5 + 2..<$0 * 5 + 4 }
    let elapsed = processorTime {
      #expect(words(text, pieces, .whitespace).allSatisfy { $0 == nil })
    }
    #expect(elapsed < .seconds(20), "quadratic: 10^10 steps")
  }

  @Test func aPieceOverTwoWordsHasNone() {
    #expect(words("don't", [0..<5]) == [nil])
    #expect(words("don't", [0..<5], .whitespace) == [0])
    #expect(words("of the", [0..<6]) == [nil])
  }

  @Test func emptyPiecesAndPiecesOutOfOrderAreFine() {
    #expect(words("a b c", [4..<5, 0..<0, 0..<1, 2..<3]) == [2, nil, 0, 1])
    #expect(words("", [0..<0]) == [nil])
  }

  @Test func lettersOfSeveralBytesAreCutAnywhere() {
    #expect(words("Zoë é", [0..<3, 3..<4, 4..<7]) == [0, 0, 1])
  }
}
