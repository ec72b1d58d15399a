extension JSONScanner {
  /// Reads a string. One copy; escapes take the slow path.
  public mutating func string() throws(JSONFlaw) -> String {
    let (start, end, isPlain) = try stringBounds()
    if isPlain {
      guard let text = String(validating: bytes[start..<end], as: UTF8.self) else { throw .badString }
      return text
    }
    guard let text = String(validating: try unescaped(start..<end), as: UTF8.self) else { throw .badString }
    return text
  }

  /// Reads a string as UTF-8, for keys that must stay apart where String would call them equal.
  public mutating func stringBytes() throws(JSONFlaw) -> [UInt8] {
    let (start, end, isPlain) = try stringBounds()
    let content = UnsafeRawBufferPointer(rebasing: bytes[start..<end])
    if firstInvalidUTF8(in: content.bindMemory(to: UInt8.self)) != nil { throw .badString }
    return isPlain ? Array(content) : try unescaped(start..<end)
  }

  /// Reads a string, or passes over a value that is none.
  public mutating func stringIfAny() throws(JSONFlaw) -> String? {
    if next == UInt8(ascii: "\"") { return try string() }
    try skipValue()
    return nil
  }

  /// Passes over a string; tells where its content lies and whether it is free of escapes.
  private mutating func stringBounds() throws(JSONFlaw) -> (start: Int, end: Int, isPlain: Bool) {
    try expect("\"")
    let start = position
    var isPlain = true
    while position < bytes.count {
      switch bytes[position] {
      case UInt8(ascii: "\""):
        position += 1
        return (start, position - 1, isPlain)
      case UInt8(ascii: "\\"):
        isPlain = false
        position += 2
      case 0..<0x20: throw .badString
      default: position += 1
      }
    }
    position = bytes.count
    throw .endOfText
  }

  /// The content of a string whose bounds are known, its escapes resolved. Leaves the position behind the
  /// string, or at the flaw.
  private mutating func unescaped(_ range: Range<Int>) throws(JSONFlaw) -> [UInt8] {
    let after = position
    var content: [UInt8] = []
    content.reserveCapacity(range.count)
    position = range.lowerBound
    while position < range.upperBound {
      let byte = bytes[position]
      position += 1
      if byte == UInt8(ascii: "\\") {
        content.append(contentsOf: UTF8.encode(try escapedScalar()) ?? .init())
      } else {
        content.append(byte)
      }
    }
    position = after
    return content
  }

  private mutating func escapedScalar() throws(JSONFlaw) -> Unicode.Scalar {
    guard position < bytes.count else { throw .endOfText }
    let letter = bytes[position]
    position += 1
    switch letter {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(letter)
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"): return try scalar(startingWith: try codeUnit())
    default:
      position -= 1
      throw .badString
    }
  }

  /// The scalar of a `\u` escape, with the second half of a surrogate pair if that follows.
  private mutating func scalar(startingWith unit: UInt16) throws(JSONFlaw) -> Unicode.Scalar {
    if let scalar = Unicode.Scalar(unit) { return scalar }
    let before = position
    if UTF16.isLeadSurrogate(unit), position + 1 < bytes.count, bytes[position] == UInt8(ascii: "\\"),
      bytes[position + 1] == UInt8(ascii: "u")
    {
      position += 2
      let second = try codeUnit()
      if UTF16.isTrailSurrogate(second) {
        let value = 0x10000 + (UInt32(unit) - 0xD800) << 10 + (UInt32(second) - 0xDC00)
        if let scalar = Unicode.Scalar(value) { return scalar }
      }
      position = before
    }
    guard loneSurrogates == .replaced else { throw .badString }
    return "\u{FFFD}"
  }

  private mutating func codeUnit() throws(JSONFlaw) -> UInt16 {
    guard bytes.count - position >= 4 else { throw .endOfText }
    var value: UInt16 = 0
    for _ in 0..<4 {
      guard let digit = Unicode.Scalar(bytes[position]).hexDigitValue else { throw .badString }
      value = value << 4 | digit
      position += 1
    }
    return value
  }
}

extension Unicode.Scalar {
  fileprivate var hexDigitValue: UInt16? { Character(self).hexDigitValue.map(UInt16.init(_:)) }
}
