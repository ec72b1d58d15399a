import Files
import Tokenizers

extension MessageSamples {
  static let tokenizers: [any Error] =
    [
      TokenizerError.noTokenizerFile(folder: "model", expected: ["tokenizer.json", "vocab.txt"]),
      TokenizerError.file(.notFound(path: "model/tokenizer.json")),
      TokenizerError.badJSON(path: "tokenizer.json", offset: 17, flaw: .endOfText),
      TokenizerError.badValue(path: "tokenizer.json", key: "model.merges"),
      TokenizerError.mergeOutOfVocabulary(path: "tokenizer.json", merge: 2, token: "film"),
      TokenizerError.tooLarge(path: "tokenizer.json", limit: 1 << 24),
      TokenizerError.noUnknownToken(text: "\u{2603}"),
      TokenizerError.patternTooSlow(pattern: "(x+x+)+y"), TokenizerError.textTooLong,
    ] + unsupported + patterns

  private static let unsupported: [any Error] = components.map {
    TokenizerError.unsupported(path: "tokenizer.json", component: $0, name: "Odd")
  }

  private static let components: [TokenizerError.Component] = [
    .version, .normalizer, .preTokenizer, .model, .postProcessor, .tokenizerClass, .preName,
  ]

  private static let patterns: [any Error] = flaws.map {
    TokenizerError.badPattern(path: "tokenizer.json", pattern: "(a", offset: 2, flaw: $0)
  }

  private static let flaws: [PatternFlaw] = [
    .endOfPattern, .unbalanced, .nothingToRepeat, .unsupported("\\k"), .badRange, .unboundedLookBehind,
    .tooLarge,
  ]
}
