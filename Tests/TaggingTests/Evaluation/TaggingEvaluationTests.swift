import Corpora
import Tagging
import Testing

/// Small cases counted by hand after `conll18_ud_eval.py`.
@Suite struct TaggingEvaluationTests {
  /// Sentences from text: sentences apart by `/`, tokens by a space, words of a token by `+`, each with
  /// `:UPOS`.
  private func sentences(_ text: String) -> [CoNLLUSentence] {
    text.split(separator: "/").map { part in
      var sentence = CoNLLUSentence()
      for token in part.split(separator: " ") {
        let words = token.split(separator: "+").map { word -> CoNLLUSentence.Word in
          let pair = word.split(separator: ":")
          return .init(form: String(pair[0]), upos: String(pair[1]), xpos: String(pair[1]).lowercased())
        }
        let start = sentence.words.count
        sentence.words += words
        sentence.tokens.append(
          .init(form: words.map(\.form).joined(), words: start..<sentence.words.count))
      }
      return sentence
    }
  }

  @Test func equalIsPerfect() throws {
    let gold = sentences("I:A do+n't:P go:V .:P/No:I".replacing("do+", with: "do:X+"))
    let scores = try TaggingEvaluation(gold: gold, system: gold)
    #expect(
      [scores.tokens, scores.sentences, scores.words, scores.upos, scores.xpos].allSatisfy { $0.f1 == 1 })
    #expect(scores.tokens.gold == 5)
    #expect(scores.words.gold == 6)
    #expect(scores.sentences.gold == 2)
  }

  @Test func spansDecide() throws {
    let gold = sentences("New:A York:B city:N .:P/Yes:I")
    let system = sentences("NewYork:B city:V .:P Yes:I")
    let scores = try TaggingEvaluation(gold: gold, system: system)
    #expect(scores.tokens == TaggingScore(gold: 5, system: 4, correct: 3))
    #expect(scores.words == TaggingScore(gold: 5, system: 4, correct: 3))
    #expect(scores.upos == TaggingScore(gold: 5, system: 4, correct: 2))
    #expect(scores.sentences == TaggingScore(gold: 2, system: 1, correct: 0))
    #expect(scores.tokens.precision == 0.75)
    #expect(scores.tokens.recall == 0.6)
    #expect(abs(scores.tokens.f1 - 2.0 / 3) < 1e-12)
  }

  @Test func wordsOfMultiwordTokensAlignByForm() throws {
    // The system's token is one; its words still align with two of the gold tokens' three.
    let gold = sentences("ca:X n't:P go:V")
    let system = sentences("ca:X+n't:Q go:V")
    let scores = try TaggingEvaluation(gold: gold, system: system)
    #expect(scores.tokens == TaggingScore(gold: 3, system: 2, correct: 1))
    #expect(scores.words == TaggingScore(gold: 3, system: 3, correct: 3))
    #expect(scores.upos == TaggingScore(gold: 3, system: 3, correct: 2))
    let other = try TaggingEvaluation(gold: sentences("it:A+s:B x:C"), system: sentences("its:A x:C"))
    #expect(other.words == TaggingScore(gold: 3, system: 2, correct: 1))
  }

  @Test func otherTextIsRefused() {
    #expect(throws: TaggingEvaluation.TextsDiffer(offset: 2)) {
      try TaggingEvaluation(gold: sentences("a:A bc:B"), system: sentences("ab:A d:B"))
    }
  }
}
