import Files
import ScratchFiles
import Testing

@testable import Tokenizers

/// Files of any age, and files that are no tokenizers.
struct FileTests {
  private static let model = #""model":{"type":"WordLevel","vocab":{"a":0},"unk_token":"a"}"#

  private func error(_ json: String) -> TokenizerError? {
    do throws(TokenizerError) {
      _ = try Tokenizer(tokenizerJSON: Array(json.utf8), path: "t")
      return nil
    } catch { return error }
  }

  @Test func aVocabularyKeepsApartWhatStringsCallEqual() throws {
    let json =
      #"{"model":{"type":"WordLevel","unk_token":"?","vocab":{"\u00e0":0,"a\u0300":1,"\u0000":2,"?":3}}}"#
    let tokenizer = try Tokenizer(tokenizerJSON: Array(json.utf8), path: "t")
    #expect(tokenizer.vocabularySize == 4)
    #expect(try tokenizer.encode(Array("\u{e0}".utf8)).ids == [0])
    #expect(try tokenizer.encode(Array("a\u{300}".utf8)).ids == [1])
    #expect(try tokenizer.encode([0]).ids == [2])
  }

  @Test func loneSurrogatesDoNoHarm() throws {
    let json = #"{"model":{"type":"WordLevel","unk_token":"a","vocab":{"\ud800":0,"a":1}}}"#
    #expect(try Tokenizer(tokenizerJSON: Array(json.utf8), path: "t").vocabularySize == 2)
  }

  @Test func mergesAreTextsOrPairs() throws {
    let vocabulary = #""vocab":{"a":0,"b":1,"ab":2}"#
    for merges in [#"["a b"]"#, #"[["a","b"]]"#, ##"["#version: 0.2","a b"]"##] {
      let json = #"{"model":{"type":"BPE",\#(vocabulary),"merges":\#(merges)}}"#
      #expect(try Tokenizer(tokenizerJSON: Array(json.utf8), path: "t").encode(Array("ab".utf8)).ids == [2])
    }
  }

  @Test func keysMayComeInAnyOrderAndTypesMayBeMissing() throws {
    let json = #"{"model":{"merges":["a b"],"vocab":{"a":0,"b":1,"ab":2}},"version":"1.0"}"#
    #expect(try Tokenizer(tokenizerJSON: Array(json.utf8), path: "t").kind == .bytePair)
  }

  @Test func whatIsNotKnownIsNamed() {
    #expect(
      error(#"{"version":"2.0",\#(Self.model)}"#) == .unsupported(path: "t", component: .version, name: "2.0")
    )
    #expect(
      error(#"{"model":{"type":"Words","vocab":{}}}"#)
        == .unsupported(path: "t", component: .model, name: "Words"))
    let parts: [(String, TokenizerError.Component)] = [
      ("normalizer", .normalizer), ("pre_tokenizer", .preTokenizer), ("post_processor", .postProcessor),
    ]
    for (key, component) in parts {
      let found = error(#"{"\#(key)":{"type":"Odd"},\#(Self.model)}"#)
      #expect(found == .unsupported(path: "t", component: component, name: "Odd"))
    }
  }

  @Test func mergesMustBeInTheVocabulary() {
    let found = error(#"{"model":{"type":"BPE","vocab":{"a":0,"b":1},"merges":["a b"]}}"#)
    #expect(found == .mergeOutOfVocabulary(path: "t", merge: 0, token: "ab"))
  }

  @Test func unknownTextNeedsAToken() throws {
    let json = #"{"model":{"type":"WordLevel","vocab":{"a":0},"unk_token":"?"}}"#
    let tokenizer = try Tokenizer(tokenizerJSON: Array(json.utf8), path: "t")
    #expect(throws: TokenizerError.noUnknownToken(text: "b")) { try tokenizer.encode(Array("b".utf8)) }
  }

  @Test(arguments: [
    "", "{", "[]", "null", "{}", #"{"model":null}"#,
    #"{"model":{"type":"BPE","vocab":{"a":-1},"merges":[]}}"#,
    #"{"model":{"type":"BPE","vocab":{"a":1e3},"merges":[]}}"#,
    #"{"model":{"type":"BPE","vocab":{"a":99999999},"merges":[]}}"#,
    #"{"model":{"type":"BPE","vocab":{},"merges":[["a"]]}}"#,
    #"{"model":{"type":"BPE","vocab":{},"merges":["a"]}}"#,
    #"{"model":{"type":"Unigram","vocab":[["a"]]}}"#,
    #"{"model":{"type":"Unigram","vocab":[["a",0]],"unk_id":1}}"#,
    #"{"model":{"type":"Unigram","vocab":{"a":0}}}"#,
    // A list, then an object of larger numbers: the scores of the first were taken for those of the second.
    #"{"model":{"type":"Unigram","vocab":[["a",0]],"vocab":{"zzz":100000}}}"#,
    #"{"normalizer":{"type":"Prepend","prepend":"\#(String(repeating: "x", count: 257))"},\#(model)}"#,
    #"{"model":{"type":"BPE","vocab":{"a":0},"merges":[],"unk_token":3}}"#,
    #"{"added_tokens":[{"content":3}],\#(model)}"#, #"{"added_tokens":{},\#(model)}"#,
    #"{"normalizer":{"type":"Replace","pattern":{"Regex":"("},"content":""},\#(model)}"#,
    #"{"normalizer":{"type":"Precompiled","precompiled_charsmap":"AAAA"},\#(model)}"#,
    #"{"normalizer":{"type":"Precompiled","precompiled_charsmap":"????"},\#(model)}"#,
    #"{"pre_tokenizer":{"type":"FixedLength","length":0},\#(model)}"#,
    #"{"pre_tokenizer":{"type":"Metaspace","replacement":"ab"},\#(model)}"#,
    #"{"pre_tokenizer":{"type":"Split","pattern":{"String":"a"},"behavior":"Eaten","invert":false},\#(model)}"#,
    #"{"post_processor":{"type":"TemplateProcessing","single":[{"SpecialToken":{"id":"x"}}],"special_tokens":{}},\#(model)}"#,
    #"{"post_processor":{"type":"BertProcessing","cls":["a"],"sep":["a",0]},\#(model)}"#,
    #"{"normalizer":\#(String(repeating: #"{"type":"Sequence","normalizers":["#, count: 40))\#(String(repeating: "]}", count: 40)),\#(model)}"#,
    #"{"normalizer":\#(String(repeating: "[", count: 10_000))"#,
  ])
  func otherFilesAreRefused(_ json: String) {
    #expect(error(json) != nil)
  }

  /// Replacements of replacements: each step makes 200 times as much of a text.
  @Test func normalizersThatMakeEverMoreAreStopped() throws {
    let step =
      #"{"type":"Replace","pattern":{"String":"a"},"content":"\#(String(repeating: "a", count: 200))"}"#
    let steps = Array(repeating: step, count: 6).joined(separator: ",")
    let json = #"{"normalizer":{"type":"Sequence","normalizers":[\#(steps)]},\#(Self.model)}"#
    let tokenizer = try Tokenizer(tokenizerJSON: Array(json.utf8), path: "t")
    #expect(throws: TokenizerError.textTooLong) { try tokenizer.encode(Array(repeating: 0x61, count: 1000)) }
    #expect(try tokenizer.encode(Array("b".utf8)).ids == [0])
  }

  @Test func truncatedFilesAreRefusedEverywhere() throws {
    let whole = try Reference.named("metaspace_added").json
    for length in stride(from: 0, to: whole.count - 1, by: 211) {
      #expect(throws: TokenizerError.self) {
        try Tokenizer(tokenizerJSON: Array(whole[..<length]), path: "t")
      }
    }
  }

  private func write(_ folder: String, _ name: String, _ text: String) throws {
    try AtomicFile.write(path: "\(folder)/\(name)", text: text)
  }

  @Test func aFolderIsReadByItsNewestFiles() throws {
    try withScratchFolder { folder in
      #expect(throws: TokenizerError.self) { try Tokenizer(contentsOf: folder) }
      try write(folder, "vocab.txt", "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\nh\u{e9}\nhe\n##llo\nHe\n")
      let list = try Tokenizer(contentsOf: folder)
      #expect(try list.encode(Array("H\u{e9}llo x".utf8), addingSpecialTokens: true).ids == [2, 6, 7, 1, 3])
      try write(
        folder, "tokenizer_config.json", #"{"tokenizer_class":"BertTokenizer","do_lower_case":false}"#)
      let cased = try Tokenizer(contentsOf: folder)
      #expect(try cased.encode(Array("Hello h\u{e9}".utf8)).ids == [8, 7, 5])
      #expect(cased.digest != list.digest)
      try write(folder, "tokenizer.json", "{\(Self.model)}")
      #expect(try Tokenizer(contentsOf: folder).kind == .wordLevel)
    }
  }

  @Test func anOlderFolderOfPairs() throws {
    try withScratchFolder { folder in
      let letters = (0..<256).map { byte in
        var letter: [UInt8] = []
        letter.append(scalar: ByteAlphabet.letter(of: UInt8(byte)))
        return String(decoding: letter, as: UTF8.self)
      }
      let tokens = letters + ["he", "\u{120}he", "<|endoftext|>"]
      let members = tokens.enumerated().map { "\($0.element.jsonLiteral):\($0.offset)" }
      try write(folder, "vocab.json", "{\(members.joined(separator: ","))}")
      try write(folder, "merges.txt", "#version: 0.2\nh e\n\u{120} he\n")
      let tokenizer = try Tokenizer(contentsOf: folder)
      #expect(try tokenizer.encode(Array("he he".utf8)).ids == [256, 257])
      #expect(tokenizer.specialIDs == [258])
      try write(folder, "tokenizer_config.json", #"{"tokenizer_class":"CLIPTokenizer"}"#)
      #expect(throws: TokenizerError.self) { try Tokenizer(contentsOf: folder) }
    }
  }

  @Test func aMissingFileIsSaid() {
    #expect(throws: TokenizerError.file(.notFound(path: "/nowhere/tokenizer.json"))) {
      try Tokenizer(contentsOf: "/nowhere/tokenizer.json")
    }
  }
}

/// The parts of GGUF files.
struct GGUFTests {
  private var parts: Tokenizer.GGUFParts {
    let letters = (0..<256).map { byte in
      var letter: [UInt8] = []
      letter.append(scalar: ByteAlphabet.letter(of: UInt8(byte)))
      return letter
    }
    return Tokenizer.GGUFParts(
      model: "gpt2", pre: "smollm",
      tokens: letters + [Array("he".utf8), Array("<|end|>".utf8), Array("12".utf8)],
      tokenTypes: [Int32](repeating: 1, count: 257) + [3, 1], merges: [Array("h e".utf8), Array("1 2".utf8)])
  }

  @Test func piecesOfThePackagedModel() throws {
    let tokenizer = try Tokenizer(parts, path: "m.gguf")
    #expect(tokenizer.vocabularySize == 259)
    #expect(tokenizer.specialIDs == [257])
    // Digits stand alone, though there is a token for two.
    #expect(try tokenizer.encode(Array("he12".utf8)).ids == [256, 0x31, 0x32])
    #expect(try tokenizer.encode(Array("<|end|>".utf8), readsSpecialTokens: true).ids == [257])
  }

  @Test func aBeginningIsPutBefore() throws {
    var begun = parts
    begun.beginningID = 257
    let tokenizer = try Tokenizer(begun, path: "m.gguf")
    #expect(try tokenizer.encode(Array("he".utf8), addingSpecialTokens: true).ids == [257, 256])
    #expect(tokenizer.digest != (try Tokenizer(parts, path: "m.gguf").digest))
  }

  @Test func otherModelsAreNamed() {
    var other = parts
    other.model = "llama"
    #expect(throws: TokenizerError.unsupported(path: "m", component: .model, name: "llama")) {
      try Tokenizer(other, path: "m")
    }
    other = parts
    other.pre = "odd"
    #expect(throws: TokenizerError.unsupported(path: "m", component: .preName, name: "odd")) {
      try Tokenizer(other, path: "m")
    }
  }
}
