import Files
import Tokenizers

func words(_ error: TokenizerError) -> (String, FailureReport.ExitStatus) {
  switch error {
  case .noTokenizerFile(let folder, let expected):
    return ("\(folder): there is no tokenizer in it; it should hold \(listed(expected))", .notFound)
  case .file(let error): return words(error)
  case .badJSON(let path, let offset, let flaw):
    return ("\(path): not a tokenizer: at byte \(offset) \(words(flaw))", .badData)
  case .badValue(let path, let key):
    return ("\(path): \(key) is missing or is not what it should be", .badData)
  case .unsupported(let path, let component, let name):
    return (
      "\(path): the \(component.rawValue) \"\(name)\" is not known here; cut the text into ids with "
        + "your own framework and pass --ids", .badData
    )
  case .badPattern(let path, let pattern, let offset, let flaw):
    return (
      "\(path): the pattern \"\(pattern)\" can't be read: at character \(offset) \(words(flaw))",
      .badData
    )
  case .mergeOutOfVocabulary(let path, let merge, let token):
    return (
      "\(path): merge \(grouped(merge + 1)) needs the token \"\(token)\", which is not in the vocabulary",
      .badData
    )
  case .tooLarge(let path, let limit):
    return ("\(path): larger than any tokenizer (more than \(grouped(limit)) of something)", .badData)
  case .noUnknownToken(let text):
    return (
      "\"\(text)\" is not in the tokenizer's vocabulary, which has no token for unknown text",
      .badData
    )
  case .patternTooSlow(let pattern):
    return ("the tokenizer's pattern \"\(pattern)\" takes too many steps on this text", .badData)
  case .textTooLong:
    return (
      "a document is longer than 2 GB, or its normalizer makes it 64 times as long; cut it into smaller ones",
      .badData
    )
  }
}

private func words(_ flaw: PatternFlaw) -> String {
  switch flaw {
  case .endOfPattern: "it ends inside a construct"
  case .unbalanced: "stands a parenthesis or bracket without its partner"
  case .nothingToRepeat: "stands a quantifier with nothing before it"
  case .unsupported(let construct): "stands \(construct), which is not known here"
  case .badRange: "stands a range whose end comes before its beginning"
  case .unboundedLookBehind: "ends a look-behind of any length"
  case .tooLarge: "it is longer or more deeply nested than any pattern should be"
  }
}
