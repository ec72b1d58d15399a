import Corpora
import ScratchFiles
import Testing

@Suite struct CoNLLUReaderTests {
  private static let text = """
    # newdoc id = one
    # sent_id = 1
    # text = Don't go.
    1-2\tDon't\t_\t_\t_\t_\t_\t_\t_\t_
    1\tDo\tdo\tAUX\tVB\t_\t3\taux\t_\t_
    2\tn't\tnot\tPART\tRB\t_\t3\tadvmod\t_\t_
    3\tgo\tgo\tVERB\tVB\t_\t0\troot\t_\tSpaceAfter=No
    3.1\tnow\tnow\tADV\tRB\t_\t_\t_\t3:advmod\t_
    4\t.\t.\tPUNCT\t.\t_\t3\tpunct\t_\t_

    # newpar
    1\tYes\tyes\tINTJ\tUH\t_\t0\troot\t_\t_

    # newdoc id = two
    1\tNo\tno\tINTJ\tUH\t_\t0\troot\t_\t_


    """

  @Test func sentencesTokensAndDocuments() throws {
    let file = try TemporaryFile(Self.text, suffix: ".conllu")
    let reader = try CoNLLUReader(path: file.path)
    let first = try #require(try reader.next())
    #expect(first.words.map(\.form) == ["Do", "n't", "go", "."])
    #expect(first.words.map(\.upos) == ["AUX", "PART", "VERB", "PUNCT"])
    #expect(first.tokens.map(\.form) == ["Don't", "go", "."])
    #expect(first.tokens.map(\.words) == [0..<2, 2..<3, 3..<4])
    #expect(first.tokens.map(\.spaceAfter) == [true, false, true])
    #expect(first.text == "Don't go.")
    #expect(first.documentIdentifier == "one")

    let found = try documents(CorpusDescription(path: file.path))
    #expect(found.map(\.words) == [["Do", "n't", "go", ".", "Yes"], ["No"]])
    #expect(found.map(\.tags) == [["VB", "RB", "VB", ".", "UH"], ["UH"]])
    #expect(found.map(\.sentenceStarts) == [[0, 4], [0]])
    #expect(found.map(\.identifier) == ["one", "two"])
    #expect(String(decoding: found[0].text, as: UTF8.self) == "Don't go. \nYes ")
    let universal = try documents(CorpusDescription(path: file.path, tagSet: .upos))
    #expect(universal[1].tags == ["INTJ"])
  }

  @Test func withoutNewdocEverySentenceIsADocument() throws {
    let row = "\t_\t_\t_\t_\t_\t_\t_\t_\n"
    let file = try TemporaryFile("1\ta\(row)\n1\tb\(row)2\tc\(row)\n", suffix: ".conllu")
    let found = try documents(CorpusDescription(path: file.path))
    #expect(found.map(\.words) == [["a"], ["b", "c"]])
    #expect(found.allSatisfy { $0.tags == nil })
  }

  @Test(arguments: [
    ("1\ta\t_\n", RecordFault.conlluColumns(found: 3)),
    ("2\ta\t_\t_\t_\t_\t_\t_\t_\t_\n", .conlluID("2")),
    ("1-3\ta\t_\t_\t_\t_\t_\t_\t_\t_\n1\ta\t_\t_\t_\t_\t_\t_\t_\t_\n", .conlluID("1-3")),
    ("1-9223372036854775807\ta\t_\t_\t_\t_\t_\t_\t_\t_\n", .conlluID("1-9223372036854775807")),
    ("1\t\t_\t_\t_\t_\t_\t_\t_\t_\n", .conlluForm),
  ])
  func faults(text: String, reason: RecordFault) throws {
    let file = try TemporaryFile(text, suffix: ".conllu")
    let error = #expect(throws: CorpusError.self) { try documents(CorpusDescription(path: file.path)) }
    guard case .badRecord(_, _, let found) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(found == reason)
  }
}
