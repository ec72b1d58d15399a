extension Document {
  /// The word that each piece of a sub-word tokenizer has bytes of; nil for one that has bytes of none, or of more
  /// than one.
  ///
  /// White space before or behind a word belongs to no word, though many tokenizers count it to the piece.
  ///
  /// - Parameter pieces: each piece's bytes, within the text. O(pieces + words) if they ascend.
  public func words(ofPieces pieces: [Range<Int>]) -> [Int?] {
    var (word, last) = (0, 0)
    return pieces.map { piece in
      if piece.lowerBound < last { word = 0 }
      last = piece.lowerBound
      while word < count, spans[word].upperBound <= piece.lowerBound { word += 1 }
      guard !piece.isEmpty, word < count, spans[word].lowerBound < piece.upperBound else { return nil }
      let isOfNext = word + 1 < count && spans[word + 1].lowerBound < piece.upperBound
      return isOfNext ? nil : word
    }
  }
}
