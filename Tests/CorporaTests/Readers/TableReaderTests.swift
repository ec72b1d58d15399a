import Corpora
import ScratchFiles
import Testing

@Suite struct TableReaderTests {
  private func read(
    _ text: String, suffix: String, _ change: (inout CorpusDescription) -> Void = { _ in }
  ) throws -> [Document] {
    let file = try TemporaryFile(text, suffix: suffix)
    var description = CorpusDescription(path: file.path, tokenization: .whitespace)
    change(&description)
    return try documents(description)
  }

  private func fault(
    _ text: String, suffix: String, _ change: (inout CorpusDescription) -> Void = { _ in }
  ) -> CorpusError? {
    #expect(throws: CorpusError.self) { try read(text, suffix: suffix, change) }
  }

  private func record(_ error: CorpusError?) -> (line: Int, reason: RecordFault)? {
    guard case .badRecord(_, let line, let reason) = error else { return nil }
    return (line, reason)
  }

  @Test func csvQuotesAsInRFC4180() throws {
    let text = "id,text,stars\r\n7,\"He said \"\"no\"\",\r\nthen left\",4.5\r\n8,,-1\r\n"
    let found = try read(text, suffix: ".csv") {
      $0.labelColumn = "stars"
      $0.idColumn = "id"
    }
    #expect(found.map(\.words) == [["He", "said", "\"no\",", "then", "left"], []])
    #expect(found.map(\.label) == [4.5, -1])
    #expect(found.map(\.identifier) == ["7", "8"])
    #expect(found.map(\.line) == [2, 4])
  }

  @Test func csvFaultsNameTheirLine() throws {
    #expect(record(fault("text\n\"open\nmore\n", suffix: ".csv"))?.reason == .unclosedQuote)
    #expect(record(fault("text\n\"a\"b\n", suffix: ".csv"))?.reason == .textAfterQuote(column: 1))
    let uneven = record(fault("text,b\nx,y\nx\n", suffix: ".csv"))
    #expect(uneven?.line == 3)
    #expect(uneven?.reason == .fieldCount(expected: 2, found: 1))
  }

  @Test func tsvTakesQuotesAsTheyStandAndColumnsByNumber() throws {
    let found = try read("1_1\t-0.9\t\"Good\" film\n1_2\t2\t\"all of it\"\n", suffix: ".tsv") {
      $0.header = false
      $0.textColumn = 3
      $0.labelColumn = 2
      $0.idColumn = 1
    }
    #expect(found.map(\.words) == [["\"Good\"", "film"], ["\"all", "of", "it\""]])
    #expect(found.map(\.label) == [-0.9, 2])
    #expect(found.map(\.identifier) == ["1_1", "1_2"])
  }

  @Test func aMissingColumnListsThoseThatAre() throws {
    guard
      case .missingColumn(_, "review", ["id", "text"]) = fault(
        "id,text\n1,x\n", suffix: ".csv",
        {
          $0.textColumn = "review"
        })
    else {
      Issue.record("expected a missing column")
      return
    }
    guard
      case .missingColumn(_, "label", ["text", "l"]) = fault(
        #"{"text":"a","l":1}"#, suffix: ".jsonl",
        {
          $0.labelColumn = "label"
        })
    else {
      Issue.record("expected a missing key")
      return
    }
  }

  @Test func labelsMayBeNumbersOrKnownWords() throws {
    let found = try read("text,l\na,pos\na,NEG\na,true\na,1e1\n", suffix: ".csv") { $0.labelColumn = "l" }
    #expect(found.map(\.label) == [1, 0, 1, 10])
    #expect(found.map(\.labelText) == ["pos", "NEG", "true", "1e1"])
    let bad = record(fault("text,l\na,1\nb,good\n", suffix: ".csv") { $0.labelColumn = "l" })
    #expect(bad?.line == 3)
    #expect(bad?.reason == .notANumber(column: "l", value: "good"))
  }

  @Test func jsonTextEscapesAndLoneSurrogates() throws {
    let text =
      #"{"x":[1,{"y":null}],"text":"a\tb \ud83d\ude00 \ud800 \udc00\u00e9 \ud800\u0041","label":"neg"}"#
    let found = try read(text + "\n\n", suffix: ".jsonl") { $0.labelColumn = "label" }
    #expect(found[0].words == ["a", "b", "😀", "\u{FFFD}", "\u{FFFD}é", "\u{FFFD}A"])
    #expect(found[0].label == 0)
  }

  @Test func jsonArraysComeCutAndTagged() throws {
    let found = try read(#"{"words":["I","do","n't"],"tags":["PRP","VBP","RB"]}"#, suffix: ".jsonl") {
      $0.textColumn = "words"
      $0.tagColumn = "tags"
    }
    #expect(found[0].words == ["I", "do", "n't"])
    #expect(found[0].tags == ["PRP", "VBP", "RB"])
    let uneven = record(
      fault(#"{"words":["I","do"],"tags":["PRP"]}"#, suffix: ".jsonl") {
        $0.textColumn = "words"
        $0.tagColumn = "tags"
      })
    #expect(uneven?.reason == .tagCount(words: 2, tags: 1))
    let spaced = record(fault(#"{"text":["a b"]}"#, suffix: ".jsonl"))
    #expect(spaced?.reason == .badWord(column: "text", value: "a b"))
  }

  @Test(arguments: [
    ("{\"text\":\"a\"", 12), ("{\"text\":\"a\n", 11), ("{\"text\":01}", 10), ("{'text':1}", 2),
    (#"{"text":"\x"}"#, 11), (#"{"text":"\u12g4"}"#, 14), (#"{"text":"a"} x"#, 14), (#"{"text":tru}"#, 9),
    (#"{"text":"a",}"#, 13), ("{\"text\":\"a\u{1}\"}", 11),
  ])
  func malformedJSON(text: String, column: Int) throws {
    let found = record(fault(text, suffix: ".jsonl"))
    #expect(found?.reason == .malformedJSON(column: column))
  }

  @Test func deepNestingIsRefusedNotOverflowed() throws {
    let found = record(fault(String(repeating: "[", count: 1_000_000), suffix: ".jsonl"))
    #expect(found?.reason == .malformedJSON(column: 129))
    #expect(record(fault("[1]", suffix: ".jsonl"))?.reason == .notAnObject)
    #expect(record(fault(#"{"text":1}"#, suffix: ".jsonl"))?.reason == .notText(column: "text"))
  }
}
