/// How text is cut into words. Every stage of a run reads its corpus with the same one.
public enum Tokenization: String, Sendable, Hashable, CaseIterable {
  /// Running English text, after the conventions of Universal Dependencies English: `EnglishTokenizer`.
  case english
  /// Text whose words stand apart already: white space separates, and nothing else does.
  case whitespace
  /// Every character a token, white space and line ends included, as models of characters read text.
  case characters

  /// Appends the byte range of every word of `text`, which must be valid UTF-8. The ranges ascend, and only
  /// white space lies between them. Complexity: O(n).
  ///
  /// - Parameter isWhole: whether a stretch of text without white space is a word and must not be cut; it is asked
  ///   for running text.
  public func tokenize(
    _ text: UnsafeBufferPointer<UInt8>, into spans: inout [Range<Int>],
    keeping isWhole: ((UnsafeBufferPointer<UInt8>) -> Bool)? = nil
  ) {
    switch self {
    case .english: EnglishTokenizer.tokenize(text, into: &spans, keeping: isWhole)
    case .whitespace: forEachChunk(of: text) { spans.append($0) }
    case .characters:
      var start = 0
      while start < text.count {
        let end = min(text.count, start + EnglishTokenizer.length(text[start]))
        spans.append(start..<end)
        start = end
      }
    }
  }

  /// The byte range of every word of `text`.
  public func spans(of text: String) -> [Range<Int>] {
    var spans: [Range<Int>] = []
    var text = text
    text.withUTF8 { tokenize($0, into: &spans) }
    return spans
  }
}
