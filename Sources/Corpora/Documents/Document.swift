/// One document of a corpus: its text, and the words found in it by byte offset.
///
/// The words are never copied out of the text: word `i` is the bytes `text[spans[i]]`. Spans ascend, do not
/// overlap, and everything between them is white space, so words, tags and offsets cannot fall out of step.
public struct Document: Sendable, Equatable {
  /// The document's text, valid UTF-8.
  public let text: [UInt8]
  /// Where each word lies in `text`, in bytes, ascending.
  public let spans: [Range<Int>]
  /// Index of the first word of each sentence, ascending; empty if the sentences are not known.
  public package(set) var sentenceStarts: [Int]
  /// One part-of-speech tag a word, if the input carries tags. `"_"` stands where it leaves one out.
  public package(set) var tags: [String]?
  /// The label column read as a number, if there is such a column.
  public var label: Double?
  /// The label column as it stands in the input.
  public var labelText: String?
  /// The identifier column, or the identifier of `# newdoc`.
  public var identifier: String?
  /// Whether this is a further piece of the document before it, which was too long to hold whole.
  public var isContinuation = false
  /// The line of the input where the document starts, counted from 1.
  public var line = 1

  /// Number of words.
  public var count: Int { spans.count }

  /// The words as strings. Complexity: O(n), and builds a string for each; for counting and vocabulary
  /// look-up prefer ``WordCounts`` and ``Vocabulary/ids(of:in:)``, which read the bytes.
  public var words: [String] {
    spans.map { String(decoding: text[$0], as: UTF8.self) }
  }

  /// One word as a string.
  public func word(_ index: Int) -> String {
    String(decoding: text[spans[index]], as: UTF8.self)
  }

  /// A document of known words, joined by one space.
  ///
  /// - Parameter tags: one a word, or nil.
  public init(
    words: [String], tags: [String]? = nil, label: Double? = nil, identifier: String? = nil
  ) {
    precondition(tags == nil || tags?.count == words.count, "one tag a word")
    var text: [UInt8] = []
    var spans: [Range<Int>] = []
    spans.reserveCapacity(words.count)
    for word in words {
      if !text.isEmpty { text.append(UInt8(ascii: " ")) }
      let start = text.count
      text.append(contentsOf: word.utf8)
      spans.append(start..<text.count)
    }
    self.init(text: text, spans: spans, tags: tags)
    self.label = label
    self.identifier = identifier
  }

  /// A document of running text, with the words that `tokenization` finds in it.
  public init(text: String, tokenization: Tokenization) {
    self.init(text: Array(text.utf8), tokenization: tokenization)
  }

  /// The same, with a vocabulary whose tokens are never cut, such as `<unk>` and `good-natured`.
  public init(text: String, tokenization: Tokenization, keepingTokensOf vocabulary: Vocabulary) {
    self.init(text: Array(text.utf8), tokenization: tokenization) { vocabulary.knownID(ofUTF8: $0) != nil }
  }

  init(
    text: [UInt8], tokenization: Tokenization, keeping isWhole: ((UnsafeBufferPointer<UInt8>) -> Bool)? = nil
  ) {
    var spans: [Range<Int>] = []
    text.withUnsafeBufferPointer { tokenization.tokenize($0, into: &spans, keeping: isWhole) }
    self.init(text: text, spans: spans)
  }

  init(text: [UInt8], spans: [Range<Int>], sentenceStarts: [Int] = [], tags: [String]? = nil) {
    self.text = text
    self.spans = spans
    self.sentenceStarts = sentenceStarts
    self.tags = tags
  }

  /// The bytes of each word in turn, without copying. Complexity: O(n).
  public func forEachWordUTF8(_ body: (UnsafeBufferPointer<UInt8>) throws -> Void) rethrows {
    try text.withUnsafeBufferPointer { bytes in
      for span in spans { try body(UnsafeBufferPointer(rebasing: bytes[span])) }
    }
  }
}
