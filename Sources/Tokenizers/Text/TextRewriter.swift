/// Writes a piece of text anew, scalar by scalar, so that each new scalar knows which raw bytes it stands for.
///
/// The rules are those of the tokenizers library: a scalar that replaces another one stands for what that one
/// stood for, an inserted one for what the scalar before it stood for.
struct TextRewriter {
  /// The text that is read.
  let source: TextView
  /// The text that is written.
  var output: AlignedText
  /// Where the piece begins.
  private(set) var base = 0
  /// Where the piece ends.
  private(set) var end = 0
  /// The next byte of the source to be replaced or copied.
  private(set) var position = 0
  /// Beyond so many bytes nothing is inserted any more: the text is refused anyway.
  let limit: Int

  init(source: TextView, output: AlignedText, limit: Int) {
    self.source = source
    self.output = output
    self.limit = limit
  }

  /// Turns to the next piece.
  mutating func begin(_ range: Range<Int>) {
    base = range.lowerBound
    end = range.upperBound
    position = base
  }

  /// Copies the source up to `offset`.
  mutating func copy(to offset: Int) {
    guard offset > position else { return }
    output.append(position..<offset, of: source)
    position = offset
  }

  /// Writes a scalar in the place of the next one, and drops `removed` further ones.
  @inline(__always)
  mutating func replace(by scalar: UInt32, removing removed: Int = 0) {
    guard position < end else { return insert(scalar) }
    output.append(scalar, span: source.span(at: position))
    skip(1 + removed)
  }

  /// Writes a scalar that had no place of its own.
  @inline(__always)
  mutating func insert(_ scalar: UInt32) {
    guard output.bytes.count <= limit else { return }
    output.append(scalar, span: spanBefore)
  }

  /// Drops the next scalars of the source.
  @inline(__always)
  mutating func skip(_ scalars: Int) {
    var left = scalars
    while left > 0, position < end {
      position += source.bytes.scalar(at: position).length
      left -= 1
    }
  }

  /// Drops the source up to `offset`.
  mutating func skip(to offset: Int) { position = max(position, offset) }

  /// Writes `change` as the library's transformations have it: 0 replaces, a positive number inserts, a negative
  /// one replaces and removes as many more.
  @inline(__always)
  mutating func write(_ scalar: UInt32, change: Int) {
    if change > 0 { insert(scalar) } else { replace(by: scalar, removing: -change) }
  }

  private var spanBefore: RawSpan {
    if position > base { return source.span(at: position - 1) }
    let start = base < source.bytes.count ? source.span(at: base).start : UInt32(truncatingIfNeeded: base)
    return RawSpan(start: start, end: start)
  }
}
