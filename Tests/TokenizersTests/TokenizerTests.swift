import Statistics
import Testing

@testable import Tokenizers

/// What a tokenizer says of itself, and texts that are odd.
struct TokenizerTests {
  @Test func kindsSizesAndUnknownTokens() throws {
    let expected: [(String, Tokenizer.Kind, unknown: String?)] = [
      ("gpt2", .bytePair, nil), ("llama2", .bytePair, "<unk>"), ("bert_uncased", .wordPiece, "[UNK]"),
      ("t5", .unigram, "<unk>"), ("word_level", .wordLevel, "[UNK]"),
    ]
    for (name, kind, unknown) in expected {
      let tokenizer = try Reference.named(name).tokenizer()
      #expect(tokenizer.kind == kind)
      #expect(tokenizer.unknownID.flatMap(tokenizer.token) == unknown)
      #expect(tokenizer.token(Int32(tokenizer.vocabularySize) - 1) != nil)
      #expect(tokenizer.token(Int32(tokenizer.vocabularySize)) == nil)
      #expect(tokenizer.token(-1) == nil)
    }
  }

  @Test func byteLevelTokensAreReadAsText() throws {
    let tokenizer = try Reference.named("gpt2").tokenizer()
    let ids = try tokenizer.encode(Array(" \u{e9}".utf8)).ids
    #expect(ids.compactMap(tokenizer.token).joined() == "\u{120}\u{c3}\u{a9}")
    #expect(tokenizer.text(of: try #require(ids.first))?.hasPrefix(" ") == true)
  }

  @Test func marksOfPiecesStayVisible() throws {
    let bert = try Reference.named("bert_uncased").tokenizer()
    let ids = try bert.encode(Array("worlds".utf8)).ids
    #expect(ids.dropFirst().allSatisfy { bert.text(of: $0)?.hasPrefix("##") == true })
    let llama = try Reference.named("llama2").tokenizer()
    let first = try #require(try llama.encode(Array("world".utf8)).ids.first)
    #expect(llama.text(of: first)?.hasPrefix("\u{2581}") == true)
  }

  @Test func tokensOfTheTemplateAreMarkedAndEmpty() throws {
    let tokenizer = try Reference.named("bert_uncased").tokenizer()
    let encoding = try tokenizer.encode(Array("a b".utf8), addingSpecialTokens: true)
    #expect(encoding.isInserted == [true, false, false, true])
    #expect(encoding.offsets == [0..<0, 0..<1, 2..<3, 0..<0])
    #expect(encoding.ids.map(tokenizer.specialIDs.contains) == encoding.isInserted)
  }

  @Test func textThatSpellsASpecialTokenIsText() throws {
    let tokenizer = try Reference.named("gpt2").tokenizer()
    let special = try #require(tokenizer.id(of: "<|endoftext|>"))
    let text = Array("<|endoftext|>".utf8)
    #expect(try tokenizer.encode(text).ids.contains(special) == false)
    #expect(try tokenizer.encode(text, readsSpecialTokens: true).ids == [special])
  }

  @Test func bytesThatAreNoTextCountAsReplacementCharacters() throws {
    let tokenizer = try Reference.named("gpt2").tokenizer()
    let broken = try tokenizer.encode([0x61, 0xFF, 0xE2, 0x82, 0x62])
    let mended = try tokenizer.encode(Array("a\u{FFFD}\u{FFFD}b".utf8))
    #expect(broken.ids == mended.ids)
    #expect(broken.offsets.first == 0..<1)
    #expect(broken.offsets.last == 4..<5)
    #expect(Set(broken.offsets.map(\.lowerBound)) == [0, 1, 2, 4])
  }

  @Test func anEmptyTextHasNoTokens() throws {
    for recorded in Reference.cases {
      #expect(try recorded.tokenizer().encode([]).count == 0)
    }
  }

  /// Both ways to merge give the same, whichever the length of a piece would choose.
  @Test func theQueueMergesAsTheSearchDoes() throws {
    guard case .bytePair(let model) = try Reference.named("gpt2").tokenizer().parts.model else {
      Issue.record("no byte-pair model")
      return
    }
    let letters = "etaoinshrdlu".utf8.compactMap { model.table.id(of: [$0]) }
    #expect(letters.count == 12)
    var generator = SplitMix64(seed: 7)
    for length in [2, 3, 20, 48, 49, 200] {
      var searched = BytePairModel.Scratch()
      searched.symbols = (0..<length).map { _ in
        .init(id: letters[Int.random(in: letters.indices, using: &generator)], length: 1)
      }
      var queued = BytePairModel.Scratch()
      queued.symbols = searched.symbols
      model.mergeBySearch(&searched)
      model.mergeByQueue(&queued)
      let left = queued.symbols.filter { $0.length >= 0 }
      #expect(left.map(\.id) == searched.symbols.map(\.id), "\(length) letters")
      #expect(left.map(\.length) == searched.symbols.map(\.length), "\(length) letters")
      if length == 200 { #expect(left.count < length) }
    }
  }

  @Test func digestsTellTokenizersApart() throws {
    let digests = try Reference.cases.map { try $0.tokenizer().digest }
    #expect(Set(digests).count == digests.count)
    #expect(digests.allSatisfy { $0.utf8.count == 64 })
  }
}
