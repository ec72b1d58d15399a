import Testing

@testable import Tokenizers

/// Ids and offsets beside those of the tokenizers library.
struct ReferenceTests {
  @Test func everyKindIsRecorded() {
    #expect(Reference.cases.count == 32)
  }

  @Test(arguments: Reference.cases)
  func sameTokens(_ recorded: Reference.Case) throws {
    let tokenizer = try recorded.tokenizer()
    #expect(!recorded.documents.isEmpty)
    for document in recorded.documents {
      let encoding = try tokenizer.encode(
        document.text, addingSpecialTokens: document.addsSpecial, readsSpecialTokens: document.readsSpecial)
      let text = String(decoding: document.text, as: UTF8.self)
      #expect(encoding.ids == document.ids, "\(text.debugDescription)")
      #expect(encoding.offsets == document.offsets, "\(text.debugDescription)")
    }
  }

  @Test func piecesThatCameBeforeAreCutTheSame() throws {
    for name in ["gpt2", "llama2", "t5", "prefixed_pairs"] {
      let recorded = try Reference.named(name)
      let tokenizer = try recorded.tokenizer()
      for document in recorded.documents + recorded.documents {
        let encoding = try tokenizer.encode(document.text, addingSpecialTokens: document.addsSpecial)
        #expect(encoding.ids == document.ids)
        #expect(encoding.offsets == document.offsets)
      }
    }
  }

  @Test func severalThreadsAtOnce() async throws {
    let recorded = try Reference.named("llama3")
    let tokenizer = try recorded.tokenizer()
    let wrong = try await withThrowingTaskGroup(of: Int.self) { group in
      for _ in 0..<4 {
        group.addTask {
          var wrong = 0
          for document in recorded.documents {
            let encoding = try tokenizer.encode(document.text, addingSpecialTokens: document.addsSpecial)
            if encoding.ids != document.ids || encoding.offsets != document.offsets { wrong += 1 }
          }
          return wrong
        }
      }
      return try await group.reduce(0, +)
    }
    #expect(wrong == 0)
  }
}
