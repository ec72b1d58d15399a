import NeuronPreferences

/// One document of a recording.
public struct RecordedDocument: Sendable {
  /// Position in the corpus, from 0. It decides the block.
  public let index: Int
  /// T token ids.
  public let tokens: [Int32]
  /// Which of them count.
  public let isCounted: [Bool]
  /// Tokens that don't count, because of what they are.
  public let specialCount: Int
  /// The text, and where each token lies in it; nil where pieces don't tell what they spell.
  public let text: RecordedText?
}

/// A text and where tokens lie in it.
public struct RecordedText: Equatable, Sendable {
  /// Valid UTF-8.
  public var text: [UInt8]
  /// Each token's bytes; empty where it stands for none.
  public var spans: [Range<Int>]
  /// Whether the text was put together from words, so that white space is all that separates them.
  public var isCutAtBlanks: Bool

  /// Puts them together.
  public init(text: [UInt8], spans: [Range<Int>], isCutAtBlanks: Bool = false) {
    self.text = text
    self.spans = spans
    self.isCutAtBlanks = isCutAtBlanks
  }
}

extension Recording {
  /// The document at that position of the file. O(its tokens).
  public func document(at position: Int) -> RecordedDocument {
    let range = Int(starts[position])..<Int(starts[position + 1])
    let tokens = range.map { ids[$0] }
    let isCounted = range.map { counted[$0] == 1 }
    return RecordedDocument(
      index: Int(documents[position]), tokens: tokens, isCounted: isCounted,
      specialCount: tokens.indices.count { !isCounted[$0] && special.contains(tokens[$0]) },
      text: text(at: position, range: range, tokens: tokens, isCounted: isCounted))
  }

  /// What a policy picked in a document at a site, by their positions.
  func picked(policy: Int, site: Int, document: Int) -> PickedActivations {
    let columns = events(policy: policy, site: site)
    let range = columns.starts[document]..<columns.starts[document + 1]
    return PickedActivations(
      counts: (Int(starts[document])..<Int(starts[document + 1])).map { Int(columns.counts[$0]) },
      neurons: range.map { Int(columns.neurons[$0]) }, values: range.map { columns.values[$0] })
  }

  private func text(
    at position: Int, range: Range<Int>, tokens: [Int32], isCounted: [Bool]
  ) -> RecordedText? {
    if case .spans(let spans, let texts) = alignment {
      var aligned = RecordedText(
        text: texts[position], spans: range.map { Int(spans[2 * $0])..<Int(spans[2 * $0 + 1]) })
      repairUTF8(&aligned.text)
      return aligned
    }
    guard let vocabulary else { return nil }
    let pieces = tokens.indices.map { isCounted[$0] ? vocabulary[Int(tokens[$0])] : [] }
    if case .words(let words) = alignment {
      return PieceText(joining: facts.joining).joined(pieces, words: range.map { Int(words[$0]) })
    }
    return facts.joining == .unknown ? nil : PieceText(joining: facts.joining).joined(pieces)
  }
}
