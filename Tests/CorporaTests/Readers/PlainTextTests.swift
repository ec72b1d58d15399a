import Corpora
import ScratchFiles
import Testing

@Suite struct PlainTextTests {
  @Test func nothingButWhiteSpaceIsEmpty() throws {
    for text in ["", "\n\n", " \t\r\n\u{3000}\n", "\u{FEFF}"] {
      let file = try TemporaryFile(text)
      #expect(throws: CorpusError.empty(path: file.path)) {
        try documents(CorpusDescription(path: file.path))
      }
    }
  }

  @Test func aLineOfAMegabyteIsOneLine() throws {
    let long = String(repeating: "x", count: 1 << 20)
    let file = try TemporaryFile("a b\n\(long) end\r\n\r\nlast")
    let found = try documents(CorpusDescription(path: file.path, tokenization: .whitespace))
    #expect(found.map(\.count) == [4, 1])
    #expect(found[0].word(2).utf8.count == 1 << 20)
    #expect(found[0].word(3) == "end")
  }
}
