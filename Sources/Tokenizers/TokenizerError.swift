import Files

/// Why a tokenizer can't be had, or can't do its work.
public enum TokenizerError: Error, Equatable, Sendable {
  /// The folder holds no tokenizer file; `expected` are the names that were looked for.
  case noTokenizerFile(folder: String, expected: [String])
  /// The file can't be read.
  case file(FileError)
  /// The file is not JSON, or lacks what it needs, at a byte of it.
  case badJSON(path: String, offset: Int, flaw: JSONFlaw)
  /// A part of the file, e.g. `model.vocab`, holds something else than it should.
  case badValue(path: String, key: String)
  /// A component of the pipeline that is not known here: what it is (`normalizer`, `model`, ...) and its name.
  case unsupported(path: String, component: Component, name: String)
  /// A pattern that can't be read; `offset` is a byte of it.
  case badPattern(path: String, pattern: String, offset: Int, flaw: PatternFlaw)
  /// A merge whose parts, or whose outcome, are not in the vocabulary.
  case mergeOutOfVocabulary(path: String, merge: Int, token: String)
  /// The file is longer than any honest one, or its ids are larger.
  case tooLarge(path: String, limit: Int)
  /// A text holds what the vocabulary does not, and there is no token for what is unknown.
  case noUnknownToken(text: String)
  /// A pattern needed more steps on a text than any honest one.
  case patternTooSlow(pattern: String)
  /// A text longer than 2 GB, or one of which a normalizer makes more than 64 times as much.
  case textTooLong

  /// A kind of component.
  public enum Component: String, Sendable {
    case version, normalizer, model
    case preTokenizer = "pre-tokenizer"
    case postProcessor = "post-processor"
    case tokenizerClass = "tokenizer class"
    case preName = "pre-tokenizer name"
  }
}

/// What is wrong with a pattern.
public enum PatternFlaw: Error, Equatable, Sendable {
  /// The pattern ends inside a construct.
  case endOfPattern
  /// A parenthesis or bracket without its partner.
  case unbalanced
  /// Nothing stands before a quantifier.
  case nothingToRepeat
  /// A construct that is not known here, as it is written.
  case unsupported(String)
  /// A range whose end comes before its beginning.
  case badRange
  /// A look-behind that may be of any length.
  case unboundedLookBehind
  /// It is longer, or nested more deeply, than any honest one.
  case tooLarge
}
