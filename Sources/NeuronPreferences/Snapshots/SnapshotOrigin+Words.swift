extension SnapshotOrigin {
  private static let wordMark = "words of "

  /// How a word's pieces became one, where a snapshot counts whole words of a text that a sub-word tokenizer cut; nil where
  /// it counts tokens. Counts of words and of tokens are never compared, nor are those of different ways.
  public var wordPooling: String? { notes["word_pooling"] }

  /// The tokenizer's identity, whether its tokens were counted or words.
  public var tokenizerOfPieces: String {
    tokenizer.hasPrefix(Self.wordMark) ? String(tokenizer.dropFirst(Self.wordMark.count)) : tokenizer
  }

  /// Says that words are counted, each once.
  ///
  /// - Parameter pooling: how a word's pieces became one.
  public mutating func countWords(_ pooling: String) {
    tokenizer = Self.wordMark + tokenizer
    notes["word_pooling"] = pooling
  }
}
