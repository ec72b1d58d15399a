/// What finds places in a text.
enum TextMatcher: Sendable {
  /// These bytes.
  case literal([UInt8])
  case pattern(Pattern)
  case known(KnownPattern)
  /// Single scalars of one of these classes.
  case scalars(ScalarClasses)
  /// Runs of word characters, and runs of neither these nor blanks.
  case words

  /// The matcher of a pattern that a file spells.
  static func pattern(_ source: String, path: String) throws(TokenizerError) -> TextMatcher {
    if let known = KnownPattern(source: source) { return .known(known) }
    return .pattern(try Pattern(source, path: path))
  }

  /// The matcher of a text that a file spells. An empty one matches between all scalars.
  static func text(_ source: [UInt8]) throws(TokenizerError) -> TextMatcher {
    source.isEmpty ? .pattern(try Pattern("")) : .literal(source)
  }

  /// Hands every match in `range` to `body`, from left to right; they don't overlap.
  @inline(__always)
  func forEachMatch(
    in bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, _ body: (Range<Int>) -> Void
  ) throws(TokenizerError) {
    var offset = range.lowerBound
    switch self {
    case .literal(let literal):
      while let start = Self.firstLiteral(literal, in: bytes, offset..<range.upperBound) {
        offset = start + literal.count
        body(start..<offset)
      }
    case .pattern(let pattern): try pattern.forEachMatch(in: bytes, range, body)
    case .known(let known):
      while offset < range.upperBound {
        let end = known.matchEnd(in: bytes, from: offset, to: range.upperBound)
        body(offset..<end)
        offset = end
      }
    case .scalars(let classes):
      while offset < range.upperBound {
        let unit = bytes.scalar(at: offset)
        if !ScalarClasses.of(unit.value).isDisjoint(with: classes) { body(offset..<(offset + unit.length)) }
        offset += unit.length
      }
    case .words:
      while offset < range.upperBound {
        let end = Self.wordEnd(in: bytes, from: offset, to: range.upperBound)
        if end > offset { body(offset..<end) }
        offset = max(end, offset + bytes.scalar(at: offset).length)
      }
    }
  }

  /// Where a literal first stands in `range`.
  static func firstLiteral(
    _ literal: [UInt8], in bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>
  ) -> Int? {
    guard let first = literal.first else { return nil }
    var offset = range.lowerBound
    while offset < range.upperBound {
      if bytes[offset] == first, bytes.starts(with: literal, at: offset, before: range.upperBound) {
        return offset
      }
      offset += 1
    }
    return nil
  }

  private static func wordEnd(in bytes: UnsafeBufferPointer<UInt8>, from start: Int, to end: Int) -> Int {
    let kind = ScalarClasses.of(bytes.scalar(at: start).value).intersection([.word, .space])
    if kind.contains(.space) { return start }
    var offset = start
    while offset < end {
      let unit = bytes.scalar(at: offset)
      guard ScalarClasses.of(unit.value).intersection([.word, .space]) == kind else { break }
      offset += unit.length
    }
    return offset
  }
}
