extension Document {
  /// The word that each piece of a sub-word tokenizer lies in; nil for one that holds nothing but white space, or
  /// reaches over more than one word.
  ///
  /// A blank before or behind the word belongs to no word, though many tokenizers count it to the piece.
  ///
  /// - Parameter spans: each piece's bytes, within the text. O(spans + words) if they ascend.
  public func words(ofPieces pieces: [Range<Int>]) -> [Int?] {
    var word = 0
    return pieces.map { piece in
      var bytes = piece
      while let first = bytes.first, text[first] <= 0x20 { bytes.removeFirst() }
      while let last = bytes.last, text[last] <= 0x20 { bytes.removeLast() }
      guard !bytes.isEmpty else { return nil }
      if word >= count || spans[word].lowerBound > bytes.lowerBound { word = 0 }
      while word < count, spans[word].upperBound <= bytes.lowerBound { word += 1 }
      guard word < count, spans[word].lowerBound <= bytes.lowerBound,
        bytes.upperBound <= spans[word].upperBound
      else { return nil }
      return word
    }
  }
}
