/// How text is cut into words. Every stage of a run reads its corpus with the same one.
public enum Tokenization: String, Sendable, Hashable, CaseIterable {
  /// Running English text, after the conventions of Universal Dependencies English: `EnglishTokenizer`.
  case english
  /// Text whose words stand apart already: white space separates, and nothing else does.
  case whitespace

  /// Appends the byte range of every word of `text`, which must be valid UTF-8. The ranges ascend, and only
  /// white space lies between them. Complexity: O(n).
  public func tokenize(_ text: UnsafeBufferPointer<UInt8>, into spans: inout [Range<Int>]) {
    switch self {
    case .english: EnglishTokenizer.tokenize(text, into: &spans)
    case .whitespace: forEachChunk(of: text) { spans.append($0) }
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
