import Corpora

/// Scores tokens, sentences, words and tags with the arithmetic of the CoNLL 2018 shared task (Zeman et al.
/// 2018, `conll18_ud_eval.py`): F1 over character spans, white space not counted; words of multiword tokens
/// aligned by the longest common subsequence of their forms; a tag is right if its word is aligned and the
/// tags are equal.
public struct TaggingEvaluation: Sendable, Equatable {
  /// Surface tokens; a contraction (`don't`) is one.
  public private(set) var tokens = TaggingScore()
  /// Sentences.
  public private(set) var sentences = TaggingScore()
  /// Syntactic words; a contraction is two.
  public private(set) var words = TaggingScore()
  /// Universal tags.
  public private(set) var upos = TaggingScore()
  /// Treebank tags.
  public private(set) var xpos = TaggingScore()

  /// The texts differ in something besides white space.
  public struct TextsDiffer: Error, Sendable, Equatable {
    /// Offset of the first difference in bytes, white space not counted.
    public let offset: Int

    /// A difference at this offset.
    public init(offset: Int) { self.offset = offset }
  }

  /// Scores `system` against `gold`, both sentences of one text in order.
  ///
  /// - Throws: ``TextsDiffer``.
  /// - Complexity: O(n).
  public init(gold: [CoNLLUSentence], system: [CoNLLUSentence]) throws {
    let gold = EvaluatedText(gold)
    let system = EvaluatedText(system)
    if gold.bytes != system.bytes {
      let offset = zip(gold.bytes, system.bytes).enumerated().first { $1.0 != $1.1 }?.offset
      throw TextsDiffer(offset: offset ?? min(gold.bytes.count, system.bytes.count))
    }
    tokens = Self.score(gold.tokens, system.tokens)
    sentences = Self.score(gold.sentences, system.sentences)
    words = TaggingScore(gold: gold.words.count, system: system.words.count)
    (upos, xpos) = (words, words)
    for (goldWord, systemWord) in WordAlignment(gold: gold.words, system: system.words).pairs {
      words.correct += 1
      if goldWord.word.upos == systemWord.word.upos { upos.correct += 1 }
      if goldWord.word.xpos == systemWord.word.xpos { xpos.correct += 1 }
    }
  }

  private static func score(_ gold: [Range<Int>], _ system: [Range<Int>]) -> TaggingScore {
    var score = TaggingScore(gold: gold.count, system: system.count)
    var (g, s) = (0, 0)
    while g < gold.count, s < system.count {
      if gold[g] == system[s] { score.correct += 1 }
      let (goldEnd, systemEnd) = (gold[g].upperBound, system[s].upperBound)
      if goldEnd <= systemEnd { g += 1 }
      if systemEnd <= goldEnd { s += 1 }
    }
    return score
  }
}

/// Sentences laid out over their text without white space.
struct EvaluatedText {
  struct Word {
    let word: CoNLLUSentence.Word
    /// Span of the word, or of the whole multiword token that it belongs to.
    let span: Range<Int>
    let isMultiword: Bool
  }

  private(set) var bytes: [UInt8] = []
  private(set) var tokens: [Range<Int>] = []
  private(set) var sentences: [Range<Int>] = []
  private(set) var words: [Word] = []

  init(_ sentences: [CoNLLUSentence]) {
    for sentence in sentences {
      let sentenceStart = bytes.count
      for token in sentence.tokens {
        let start = bytes.count
        for scalar in token.form.unicodeScalars where !scalar.properties.isWhitespace {
          bytes.append(contentsOf: String(scalar).utf8)
        }
        let span = start..<bytes.count
        tokens.append(span)
        for word in sentence.words[token.words] {
          words.append(Word(word: word, span: span, isMultiword: token.words.count > 1))
        }
      }
      self.sentences.append(sentenceStart..<bytes.count)
    }
  }
}
