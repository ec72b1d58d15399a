import Corpora
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
