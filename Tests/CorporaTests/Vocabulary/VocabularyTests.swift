import Corpora
import Files
import ScratchFiles
import Testing

@Suite struct VocabularyTests {
  private func counts(_ text: String, lowercases: Bool = true) -> WordCounts {
    var counts = WordCounts(lowercases: lowercases)
    counts.add(Document(text: text, tokenization: .whitespace))
    return counts
  }

  @Test func buildsByCountThenBytes() throws {
    let vocabulary = try Vocabulary.build(
      from: counts("The the b a É é zz a b rare <unk>"), limit: 6, minimumCount: 2)
    #expect(vocabulary.tokens == ["<unk>", "<eos>", "a", "b", "the", "é"])
    #expect(vocabulary.lowercases)
    #expect(vocabulary.unknownID == 0)
    #expect(vocabulary.endID == 1)
    #expect(vocabulary.id(of: "THE") == 4)
    #expect(vocabulary.id(of: "É") == 5)
    #expect(vocabulary.id(of: "rare") == 0)
    #expect(vocabulary.ids(of: Document(words: ["A", "", "zz", "<UNK>"])) == [2, 0, 0, 0])
  }

  @Test func mergedCountsEqualCountsOfTheWhole() throws {
    var parts = counts("a b b")
    parts.merge(counts("b c A"))
    let whole = counts("a b b b c A")
    #expect(parts.total == whole.total)
    #expect(try Vocabulary.build(from: parts).tokens == Vocabulary.build(from: whole).tokens)
    #expect(parts.count(of: "b") == 3)
    #expect(parts.count(of: "x") == 0)
  }

  @Test func writtenAndReadBackItIsTheSame() throws {
    let file = try TemporaryFile("")
    let vocabulary = try Vocabulary.build(from: counts("Ein Straße straße 😀 x", lowercases: false))
    try vocabulary.write(to: file.path)
    let again = try Vocabulary(contentsOf: file.path)
    #expect(again.tokens == vocabulary.tokens)
    #expect(!again.lowercases)
    #expect(again.id(of: "Straße") != again.id(of: "straße"))
    #expect(throws: FileError.io(path: "/nowhere/v.txt", operation: .create, code: 2)) {
      try vocabulary.write(to: "/nowhere/v.txt")
    }
  }

  @Test func theListDecidesUnknownTokenAndCase() throws {
    let upper = try Vocabulary(tokens: ["[CLS]", "[UNK]", "film"])
    #expect(upper.unknownID == 1)
    #expect(upper.lowercases)
    #expect(upper.id(of: "Film") == 2)
    let both = try Vocabulary(tokens: ["<UNK>", "Film", "<unk>"])
    #expect(both.unknownID == 2)
    #expect(!both.lowercases)
    #expect(both.id(of: "film") == 2)
  }

  @Test func faultsNameTheLine() throws {
    func error(_ text: String) throws -> (CorpusError?, String) {
      let file = try TemporaryFile(text)
      return (#expect(throws: CorpusError.self) { try Vocabulary(contentsOf: file.path) }, file.path)
    }
    var (found, path) = try error("<unk>\na\nb\na\n")
    #expect(found == .duplicateToken(path: path, line: 4, token: "a", firstLine: 2))
    (found, path) = try error("")
    #expect(found == .empty(path: path))
    (found, path) = try error("<unk>\n\na\n")
    #expect(found == .emptyToken(path: path, line: 2))
    (found, path) = try error("<unk>\nnew york\n")
    #expect(found == .spaceInToken(path: path, line: 2, token: "new york"))
    (found, path) = try error("a\nb\n")
    #expect(found == .noUnknownToken(path: path))
  }

  @Test func manyWordsKeepTheirNumbers() throws {
    let words = (0..<20_000).map { "word\($0)" }
    let vocabulary = try Vocabulary(tokens: ["<unk>"] + words)
    #expect(vocabulary.ids(of: Document(words: words)) == (1...20_000).map(Int32.init))
    #expect(vocabulary.id(of: "word20000") == 0)
  }
}
