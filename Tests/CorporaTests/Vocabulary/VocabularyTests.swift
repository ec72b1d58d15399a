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
    #expect(try vocabulary.ids(of: Document(words: ["A", "", "zz", "<UNK>"])) == [2, 0, 0, 0])
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
    (found, path) = try error("{\"a\": 0, \"b\": 2}")
    #expect(found == .badVocabulary(path: path))
    let file = try TemporaryFile("a\nb\n")
    #expect(throws: CorpusError.noUnknownToken(path: file.path, token: "UNK")) {
      try Vocabulary(contentsOf: file.path, unknown: "UNK")
    }
  }

  @Test(
    arguments: [
      "{\"<unk>\": 1, \"film\": 2, \"the\": 0}", "[\"the\", \"<unk>\", \"film\"]",
      "film\t2\n<unk>\t1\nthe\t0\n", "the 90\n<unk> 0\nfilm 31\n", "the\n<unk>\nfilm\n\n",
    ]) func formatsAreToldByTheirContent(text: String) throws
  {
    let file = try TemporaryFile(text)
    #expect(try Vocabulary(contentsOf: file.path).tokens == ["the", "<unk>", "film"])
  }

  @Test func withoutAnUnknownTokenEveryWordMustBeKnown() throws {
    let vocabulary = try Vocabulary(tokens: ["a", "b"], path: "v.txt")
    #expect(vocabulary.unknownID == nil)
    #expect(try vocabulary.ids(of: Document(words: ["b", "a"])) == [1, 0])
    let document = Document(text: "a b\nb c a", tokenization: .whitespace)
    #expect(throws: CorpusError.unknownWord(path: "t.txt", vocabulary: "v.txt", line: 2, word: "c")) {
      try vocabulary.ids(of: document, in: "t.txt")
    }
  }

  @Test func charactersAndControlCharactersAreTokens() throws {
    let vocabulary = try Vocabulary(tokens: [" ", "\n", "a", "\u{7F}"])
    let document = Document(text: "a a\n", tokenization: .characters)
    #expect(try vocabulary.ids(of: document) == [2, 0, 2, 1])
    #expect(Document(text: "a \u{7F} b", tokenization: .whitespace).count == 3)
  }

  @Test(arguments: ["xxunk", "_UNK", "UNK", "<oov>", "[UNK]"])
  func usualSpellingsOfTheUnknownToken(spelling: String) throws {
    let vocabulary = try Vocabulary(tokens: ["film", spelling])
    #expect(vocabulary.unknownID == 1)
    #expect(vocabulary.lowercases)
    #expect(try Vocabulary(tokens: ["film", "?"], unknown: "?").unknownID == 1)
  }

  @Test func tokensOfTheVocabularyAreNotCut() throws {
    let file = try TemporaryFile("the <unk> cannot good-natured\n")
    var description = CorpusDescription(path: file.path)
    let vocabulary = try Vocabulary(tokens: ["<unk>", "the", "cannot", "good-natured"])
    func words() throws -> [String] {
      var words: [String] = []
      try CorpusReader(description, vocabulary: vocabulary).forEachDocument {
        words += $0.words
        return true
      }
      return words
    }
    // The special ones never are, whatever the corpus says of others.
    #expect(try words() == ["the", "<unk>", "can", "not", "good", "-", "natured"])
    description.keepsTokens = true
    #expect(try words() == ["the", "<unk>", "cannot", "good-natured"])
  }

  @Test func aStreamEndsItsLinesInAToken() throws {
    let file = try TemporaryFile("the film\n\nthe\n")
    var description = CorpusDescription(path: file.path, format: .text(documents: .file))
    description.endOfLine = "<eos>"
    var documents: [[String]] = []
    try CorpusReader(description).forEachDocument {
      documents.append($0.words)
      return true
    }
    #expect(documents == [["the", "film", "<eos>", "<eos>", "the", "<eos>"]])
  }

  @Test func manyWordsKeepTheirNumbers() throws {
    let words = (0..<20_000).map { "word\($0)" }
    let vocabulary = try Vocabulary(tokens: ["<unk>"] + words)
    #expect(try vocabulary.ids(of: Document(words: words)) == (1...20_000).map(Int32.init))
    #expect(vocabulary.id(of: "word20000") == 0)
  }

  @Test(arguments: [
    (#"["<unk>","a","b"]"#, ["<unk>", "a", "b"]), (#"{"b":2,"<unk>":0,"a":1}"#, ["<unk>", "a", "b"]),
    // No JSON: lines that only begin like it.
    ("[PAD]\n<unk>\na\n", ["[PAD]", "<unk>", "a"]), ("[\n]\n<unk>\n", ["[", "]", "<unk>"]),
  ])
  func jsonAndWhatOnlyBeginsLikeIt(text: String, tokens: [String]) throws {
    let file = try TemporaryFile(text)
    #expect(try Vocabulary(contentsOf: file.path).tokens == tokens)
  }

  @Test(arguments: [#"["a",1,"b"]"#, #"{"a":0,"b":2}"#, #"{"a":0,"b":[1]}"#, #"[["a"]]"#, #"{"a":0,"b":0}"#])
  func jsonOfAnotherShapeIsNamed(text: String) throws {
    let file = try TemporaryFile(text)
    #expect(throws: CorpusError.badVocabulary(path: file.path)) { try Vocabulary(contentsOf: file.path) }
  }
}
