import Files

/// The character map that SentencePiece compiles into its models: a double array of prefixes and the texts that
/// they become.
///
/// Followed as the tokenizers library does, which differs from SentencePiece: graphemes shorter than 6 bytes are
/// looked up whole, all others scalar by scalar, and the shortest prefix counts.
struct PrecompiledMap: Sendable {
  /// The most bytes that a prefix becomes; honest maps have a few dozen.
  private static let textLimit = 256

  private let units: [UInt32]
  private let texts: [UInt8]

  /// The map of a blob: the size of the double array in bytes, the array, the texts. Nil if it is no such blob.
  init?(blob: [UInt8]) {
    guard blob.count >= 4 else { return nil }
    let word = { (index: Int) in
      (0..<4).reduce(UInt32(0)) { $0 | UInt32(blob[index * 4 + $1]) << (8 * UInt32($1)) }
    }
    let size = Int(word(0))
    guard size > 0, size % 4 == 0, size <= blob.count - 4 else { return nil }
    units = (1...(size / 4)).map(word)
    texts = Array(blob[(4 + size)...])
    guard texts.withUnsafeBufferPointer(firstInvalidUTF8(in:)) == nil else { return nil }
  }

  /// Where the text of the shortest mapped prefix of `bytes` lies, nil if none is mapped.
  private func text(of bytes: some Sequence<UInt8>) -> Range<Int>? {
    var node = offset(of: units[0])
    for byte in bytes {
      guard byte != 0 else { return nil }
      node ^= Int(byte)
      guard node < units.count, units[node] & (1 << 31 | 0xFF) == UInt32(byte) else { return nil }
      let unit = units[node]
      node ^= offset(of: unit)
      guard unit >> 8 & 1 == 1 else { continue }
      guard node < units.count else { return nil }
      let start = Int(units[node] & 0x7FFF_FFFF)
      guard start <= texts.count else { return nil }
      let longest = texts[start...].prefix(Self.textLimit)
      return start..<(longest.firstIndex(of: 0) ?? longest.endIndex)
    }
    return nil
  }

  private func offset(of unit: UInt32) -> Int { Int(unit >> 10) << Int((unit & 1 << 9) >> 6) }

  /// Maps the pieces of `draft`.
  func apply(to draft: inout Draft) throws(TokenizerError) {
    try draft.rewrite { (rewriter) throws(TokenizerError) in
      var transformation = Transformation()
      let bytes = rewriter.source.bytes
      let range = rewriter.position..<rewriter.end
      let text = String(decoding: UnsafeBufferPointer(rebasing: bytes[range]), as: UTF8.self)
      var offset = range.lowerBound
      for grapheme in text {
        let end = offset + grapheme.utf8.count
        append(offset..<end, of: bytes, to: &transformation)
        guard transformation.scalars.count <= rewriter.limit else { throw .textTooLong }
        offset = end
      }
      guard transformation.isChanged else { return rewriter.copy(to: rewriter.end) }
      for (scalar, change) in transformation.scalars { rewriter.write(scalar, change: change) }
    }
  }

  private func append(
    _ grapheme: Range<Int>, of bytes: UnsafeBufferPointer<UInt8>, to transformation: inout Transformation
  ) {
    if grapheme.count < 6, let mapped = text(of: bytes[grapheme]) {
      return transformation.replace(bytes.scalarCount(in: grapheme), by: texts[mapped])
    }
    var offset = grapheme.lowerBound
    while offset < grapheme.upperBound {
      let unit = bytes.scalar(at: offset)
      if let mapped = text(of: bytes[offset..<(offset + unit.length)]) {
        transformation.replace(1, by: texts[mapped])
      } else {
        transformation.scalars.append((unit.value, 0))
      }
      offset += unit.length
    }
  }
}

/// New scalars with how each came about, as ``TextRewriter/write(_:change:)`` takes them.
private struct Transformation {
  var scalars: [(scalar: UInt32, change: Int)] = []
  private(set) var isChanged = false

  /// Scalars of `text` in the place of `count` old ones: the surplus is inserted last, what is missing is removed
  /// with the last one written.
  mutating func replace(_ count: Int, by text: ArraySlice<UInt8>) {
    isChanged = true
    let new = String(decoding: text, as: UTF8.self).unicodeScalars.map(\.value)
    let surplus = new.count - count
    for (index, scalar) in new.enumerated() {
      scalars.append((scalar, index >= new.count - max(0, surplus) ? 1 : 0))
    }
    if surplus < 0, !scalars.isEmpty { scalars[scalars.count - 1].change += surplus }
  }
}
