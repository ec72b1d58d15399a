/// Reads JSON (RFC 8259) from outside in one pass, without trusting any of it: nesting is bounded, and nothing
/// is kept but what the caller takes. Throws the flaw; ``position`` then tells where.
///
/// The caller walks the text: ``object(_:)`` and ``array(_:)`` hand out one value at a time, to be read by
/// ``string()``, ``integer()``, ``number()``, ``boolean()``, ``value()`` or passed over by ``skipValue()``.
public struct JSONScanner {
  /// What becomes of an escaped surrogate that has no partner.
  public enum LoneSurrogates: Sendable {
    /// It makes the string a bad one.
    case refused
    /// U+FFFD stands in its place.
    case replaced
  }

  /// Nesting that is followed before the scanner gives up.
  public static let depthLimit = 128

  let bytes: UnsafeRawBufferPointer
  let loneSurrogates: LoneSurrogates
  private var depth = 0
  /// The next byte to be read.
  public internal(set) var position = 0

  /// A scanner at the start of `bytes`, which must outlive it.
  public init(_ bytes: UnsafeRawBufferPointer, loneSurrogates: LoneSurrogates = .refused) {
    self.bytes = bytes
    self.loneSurrogates = loneSurrogates
  }

  /// Whether all bytes have been read.
  public var isAtEnd: Bool { position == bytes.count }

  /// The next byte that is no blank, which is not consumed; nil at the end.
  public var next: UInt8? {
    mutating get {
      skipBlanks()
      return isAtEnd ? nil : bytes[position]
    }
  }

  /// Passes over blanks.
  public mutating func skipBlanks() {
    while position < bytes.count, case let byte = bytes[position],
      byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
    {
      position += 1
    }
  }

  /// Makes sure that nothing but blanks is left.
  public mutating func end() throws(JSONFlaw) {
    skipBlanks()
    if !isAtEnd { throw .textAfterEnd }
  }

  /// Consumes `character` if it comes next.
  mutating func consume(_ character: Unicode.Scalar) -> Bool {
    guard next == UInt8(ascii: character) else { return false }
    position += 1
    return true
  }

  mutating func expect(_ character: Unicode.Scalar) throws(JSONFlaw) {
    if !consume(character) { throw isAtEnd ? .endOfText : .expected(String(character)) }
  }

  /// Reads `{ key: value, ... }`; `member` reads each value.
  public mutating func object(
    _ member: (inout JSONScanner, String) throws(JSONFlaw) -> Void
  ) throws(JSONFlaw) {
    try enter("{")
    if !consume("}") {
      repeat {
        let key = try string()
        try expect(":")
        try member(&self, key)
      } while consume(",")
      try expect("}")
    }
    depth -= 1
  }

  /// Reads `[ value, ... ]`; `element` reads each value.
  public mutating func array(_ element: (inout JSONScanner) throws(JSONFlaw) -> Void) throws(JSONFlaw) {
    try enter("[")
    if !consume("]") {
      repeat { try element(&self) } while consume(",")
      try expect("]")
    }
    depth -= 1
  }

  private mutating func enter(_ bracket: Unicode.Scalar) throws(JSONFlaw) {
    skipBlanks()
    guard depth < Self.depthLimit else { throw .tooDeep }
    try expect(bracket)
    depth += 1
  }

  /// Consumes `word`, e.g. `null`, if it comes next.
  mutating func consume(word: StaticString) -> Bool {
    skipBlanks()
    let matches = word.withUTF8Buffer { bytes[position...].starts(with: $0) }
    if matches { position += word.utf8CodeUnitCount }
    return matches
  }
}
