import Corpora
import ScratchFiles
import Testing

@Suite struct TextReaderTests {
  private func words(_ text: String, _ kind: CorpusFormat.TextDocuments, pieceLimit: Int? = nil) throws
    -> [[String]]
  {
    let file = try TemporaryFile(text)
    let description = CorpusDescription(
      path: file.path, format: .text(documents: kind), tokenization: .whitespace)
    return try documents(description, pieceLimit: pieceLimit).map(\.words)
  }

  @Test func documentsByBlankLineLineAndFile() throws {
    let text = "\u{FEFF} = Title = \r\na b\r\n\r\n \nc\n\n"
    #expect(try words(text, .blankLine) == [["=", "Title", "=", "a", "b"], ["c"]])
    #expect(try words(text, .line) == [["=", "Title", "="], ["a", "b"], ["c"]])
    #expect(try words(text, .file) == [["=", "Title", "=", "a", "b", "c"]])
  }

  @Test func lastLineNeedsNoLineEnd() throws {
    #expect(try words("a\nb", .line) == [["a"], ["b"]])
  }

  @Test func nulAndControlCharactersSeparateWords() throws {
    #expect(try words("a\0b\u{1}c\n", .line) == [["a", "b", "c"]])
  }

  @Test func longDocumentsComeInPiecesCutAtLines() throws {
    let file = try TemporaryFile("a b\nc d\ne f\n\ng\n")
    var reader = CorpusReader(CorpusDescription(path: file.path, tokenization: .whitespace))
    reader.pieceLimit = 6
    var pieces: [Document] = []
    let summary = try reader.forEachDocument {
      pieces.append($0)
      return true
    }
    #expect(pieces.map(\.words) == [["a", "b", "c", "d"], ["e", "f"], ["g"]])
    #expect(pieces.map(\.isContinuation) == [false, true, false])
    #expect(pieces.map(\.line) == [1, 3, 5])
    #expect(summary.documents == 2)
    #expect(summary.words == 7)
  }

  @Test func aReaderStopsWhenTold() throws {
    let file = try TemporaryFile("a\n\nb\n\nc\n")
    var seen: [String] = []
    let summary = try CorpusReader(CorpusDescription(path: file.path)).forEachDocument {
      seen += $0.words
      return seen.count < 2
    }
    #expect(seen == ["a", "b"])
    #expect(summary.sha256 == nil)
  }

  @Test func formatsAreKnownByTheirNames() {
    #expect(CorpusFormat(path: "a/b.CSV.gz") == .csv)
    #expect(CorpusFormat(path: "b.jsonl") == .jsonl)
    #expect(CorpusFormat(path: "b.tsv") == .tsv)
    #expect(CorpusFormat(path: "b.conllu.gz") == .conllu)
    #expect(CorpusFormat(path: "b.gz") == .text(documents: .blankLine))
    #expect(CorpusFormat(path: "-") == .text(documents: .blankLine))
  }
}
