/// What happens to the tokens of a text at the end: blanks at their edges leave the offsets, and tokens are put round
/// them.
struct PostProcessor: Sendable {
  /// A part of a template.
  enum Part: Sendable, Equatable {
    /// The tokens of the text.
    case sequence
    /// These tokens.
    case tokens([Int32])
  }

  /// For each step that trims offsets, whether the one blank before the first token was put there by a
  /// pre-tokenizer.
  var trims: [Bool] = []
  /// The tokens round the text; nil for none.
  var template: [Part]?

  /// Ids that it may insert.
  var insertedIDs: Set<Int32> {
    var ids: Set<Int32> = []
    for case .tokens(let tokens) in template ?? [] { ids.formUnion(tokens) }
    return ids
  }

  /// Takes the blanks at the edges of a token out of its raw offsets, scalar by scalar.
  ///
  /// - Parameters:
  ///   - edges: How many blanks the token begins and ends with.
  ///   - isFirst: Whether it is the first of its text.
  func trim(
    _ offsets: Range<Int>, edges: (leading: Int, trailing: Int), isFirst: Bool,
    in raw: UnsafeBufferPointer<UInt8>
  ) -> Range<Int> {
    var (start, end) = (offsets.lowerBound, offsets.upperBound)
    for hasPrefixSpace in trims {
      var leading = edges.leading
      if isFirst || start == 0, hasPrefixSpace, leading == 1 { leading = 0 }
      start = Self.advance(start, by: leading, to: end, in: raw)
      if let trimmed = Self.retreat(end, by: edges.trailing, in: raw) { end = max(start, trimmed) }
    }
    return start..<end
  }

  private static func advance(
    _ offset: Int, by scalars: Int, to end: Int, in raw: UnsafeBufferPointer<UInt8>
  ) -> Int {
    var offset = offset
    for _ in 0..<scalars where offset < end { offset = raw.scalarEnd(offset + 1) }
    return min(offset, end)
  }

  /// Nil if there are fewer scalars before `offset`.
  private static func retreat(_ offset: Int, by scalars: Int, in raw: UnsafeBufferPointer<UInt8>) -> Int? {
    var offset = offset
    for _ in 0..<scalars {
      guard offset > 0 else { return nil }
      offset = raw.scalarStart(offset - 1)
    }
    return offset
  }
}

/// How many blanks tokens begin and end with.
enum TokenEdges {
  /// The blanks at the edges of a token as it is spelled: white space and the byte-level letter for a space.
  static func of(_ token: some Sequence<UInt8>) -> (leading: Int, trailing: Int) {
    let scalars = Array(String(decoding: Array(token), as: UTF8.self).unicodeScalars)
    let isBlank = { (scalar: Unicode.Scalar) in
      scalar.value == ByteAlphabet.space || scalar.properties.isWhitespace
    }
    return (scalars.prefix(while: isBlank).count, scalars.reversed().prefix(while: isBlank).count)
  }

  /// The blanks at the edges of bytes that are spelled by letters: spaces alone.
  static func ofBytes(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> (leading: Int, trailing: Int) {
    guard bytes.first == 0x20 || bytes.last == 0x20 else { return (0, 0) }
    return (bytes.prefix { $0 == 0x20 }.count, bytes.reversed().prefix { $0 == 0x20 }.count)
  }
}
