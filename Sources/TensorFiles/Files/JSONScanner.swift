/// Reads JSON from outside in one pass, without recursion beyond a small depth and without trusting any of
/// it. Throws the flaw; ``position`` then tells where.
package struct JSONScanner {
  private let bytes: UnsafeRawBufferPointer
  package private(set) var position = 0

  /// Nesting that `skipValue` follows before it gives up.
  private static let depthLimit = 32

  package init(_ bytes: UnsafeRawBufferPointer) {
    self.bytes = bytes
  }

  package var isAtEnd: Bool { position == bytes.count }

  package mutating func skipBlanks() {
    while position < bytes.count, case let byte = bytes[position],
      byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
    {
      position += 1
    }
  }

  /// Consumes `character` if it comes next.
  mutating func consume(_ character: Unicode.Scalar) -> Bool {
    skipBlanks()
    guard position < bytes.count, bytes[position] == UInt8(ascii: character) else { return false }
    position += 1
    return true
  }

  mutating func expect(_ character: Unicode.Scalar) throws(HeaderFlaw) {
    if !consume(character) { throw isAtEnd ? .endOfHeader : .expected(String(character)) }
  }

  /// Reads `{ key: value, ... }`; `member` reads each value.
  package mutating func object(
    _ member: (inout JSONScanner, String) throws(HeaderFlaw) -> Void
  ) throws(HeaderFlaw) {
    try expect("{")
    if consume("}") { return }
    repeat {
      let key = try string()
      try expect(":")
      try member(&self, key)
    } while consume(",")
    try expect("}")
  }

  /// Reads `[ value, ... ]`; `element` reads each value.
  mutating func array(_ element: (inout JSONScanner) throws(HeaderFlaw) -> Void) throws(HeaderFlaw) {
    try expect("[")
    if consume("]") { return }
    repeat { try element(&self) } while consume(",")
    try expect("]")
  }

  /// Reads a number that is a count or an offset: digits only, below 2^63.
  mutating func integer() throws(HeaderFlaw) -> Int {
    skipBlanks()
    let start = position
    var value = 0
    while position < bytes.count, case let digit = bytes[position] &- 0x30, digit < 10 {
      let (tenfold, overflowed) = value.multipliedReportingOverflow(by: 10)
      let (sum, overflowedToo) = tenfold.addingReportingOverflow(Int(digit))
      guard !overflowed, !overflowedToo else { throw .badInteger }
      value = sum
      position += 1
    }
    guard position > start else { throw isAtEnd ? .endOfHeader : .badInteger }
    if position < bytes.count, [0x2E, 0x45, 0x65].contains(bytes[position]) { throw .badInteger }
    return value
  }

  /// Reads a string. One copy; escapes take the slow path.
  package mutating func string() throws(HeaderFlaw) -> String {
    try expect("\"")
    let start = position
    while position < bytes.count {
      let byte = bytes[position]
      if byte == UInt8(ascii: "\"") {
        let content = bytes[start..<position]
        guard let text = String(validating: content, as: UTF8.self) else { throw .badString }
        position += 1
        return text
      }
      if byte == UInt8(ascii: "\\") { return try escapedString(from: start) }
      if byte < 0x20 { throw .badString }
      position += 1
    }
    throw .endOfHeader
  }

  /// Reads a string, or passes over a value that is none.
  package mutating func stringIfAny() throws(HeaderFlaw) -> String? {
    skipBlanks()
    if position < bytes.count, bytes[position] == UInt8(ascii: "\"") { return try string() }
    try skipValue()
    return nil
  }

  private mutating func escapedString(from start: Int) throws(HeaderFlaw) -> String {
    var content = Array(bytes[start..<position])
    while position < bytes.count {
      let byte = bytes[position]
      position += 1
      switch byte {
      case UInt8(ascii: "\""):
        guard let text = String(validating: content, as: UTF8.self) else { throw .badString }
        return text
      case UInt8(ascii: "\\"):
        content.append(contentsOf: UTF8.encode(try escapedScalar()) ?? .init())
      case 0..<0x20: throw .badString
      default: content.append(byte)
      }
    }
    throw .endOfHeader
  }

  private mutating func escapedScalar() throws(HeaderFlaw) -> Unicode.Scalar {
    guard position < bytes.count else { throw .endOfHeader }
    let letter = bytes[position]
    position += 1
    switch letter {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(letter)
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"):
      let first = try codeUnit()
      if let scalar = Unicode.Scalar(first) { return scalar }
      // A high surrogate must be followed by an escaped low one.
      guard first < 0xDC00, position + 1 < bytes.count, bytes[position] == UInt8(ascii: "\\"),
        bytes[position + 1] == UInt8(ascii: "u")
      else { throw .badString }
      position += 2
      let second = try codeUnit()
      guard UTF16.isTrailSurrogate(second) else { throw .badString }
      let value = 0x10000 + (UInt32(first) - 0xD800) << 10 + (UInt32(second) - 0xDC00)
      guard let scalar = Unicode.Scalar(value) else { throw .badString }
      return scalar
    default: throw .badString
    }
  }

  private mutating func codeUnit() throws(HeaderFlaw) -> UInt16 {
    guard bytes.count - position >= 4 else { throw .endOfHeader }
    var value: UInt16 = 0
    for byte in bytes[position..<position + 4] {
      guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue else { throw .badString }
      value = value << 4 | UInt16(digit)
    }
    position += 4
    return value
  }

  /// Passes over a value of a key that is not ours.
  package mutating func skipValue(depth: Int = 0) throws(HeaderFlaw) {
    guard depth < Self.depthLimit else { throw .tooDeep }
    skipBlanks()
    guard position < bytes.count else { throw .endOfHeader }
    switch bytes[position] {
    case UInt8(ascii: "{"):
      try object { (scanner, _) throws(HeaderFlaw) in try scanner.skipValue(depth: depth + 1) }
    case UInt8(ascii: "["):
      try array { (scanner) throws(HeaderFlaw) in try scanner.skipValue(depth: depth + 1) }
    case UInt8(ascii: "\""): _ = try string()
    default: try skipWord()
    }
  }

  /// Passes over a number, `true`, `false` or `null`.
  private mutating func skipWord() throws(HeaderFlaw) {
    let start = position
    while position < bytes.count, case let byte = bytes[position],
      byte == 0x2B || byte == 0x2D || byte == 0x2E || (0x30...0x39).contains(byte)
        || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
    {
      position += 1
    }
    guard position > start else { throw .expected("value") }
    let word = bytes[start..<position]
    guard !word.elementsEqual("true".utf8), !word.elementsEqual("false".utf8),
      !word.elementsEqual("null".utf8)
    else { return }
    guard Double(String(decoding: word, as: UTF8.self)) != nil else {
      position = start
      throw .expected("value")
    }
  }
}
