extension TOMLReader {
  /// A string of any of the four kinds.
  mutating func string() throws(TOMLFlaw) -> String {
    if starts(with: "\"\"\"") { return try longString(quote: UInt8(ascii: "\""), hasEscapes: true) }
    if starts(with: "'''") { return try longString(quote: UInt8(ascii: "'"), hasEscapes: false) }
    return peek() == UInt8(ascii: "'") ? try literalString() : try basicString()
  }

  /// `"text"`, with escapes, on one line.
  mutating func basicString() throws(TOMLFlaw) -> String {
    index += 1
    var text: [UInt8] = []
    while let byte = peek(), !isControl(byte) {
      index += 1
      switch byte {
      case UInt8(ascii: "\""): return String(decoding: text, as: UTF8.self)
      case UInt8(ascii: "\\"): try escape(into: &text)
      default: text.append(byte)
      }
    }
    throw .badString
  }

  /// `'text'`, as it stands, on one line.
  mutating func literalString() throws(TOMLFlaw) -> String {
    let start = index + 1
    index = start
    while let byte = peek(), !isControl(byte) {
      index += 1
      if byte == UInt8(ascii: "'") { return String(decoding: bytes[start..<index - 1], as: UTF8.self) }
    }
    throw .badString
  }

  /// Text between three quotes, over any number of lines; a line end right behind the first three is none of it.
  private mutating func longString(quote: UInt8, hasEscapes: Bool) throws(TOMLFlaw) -> String {
    index += 3
    if starts(with: "\r\n") { index += 1 }
    if peek() == UInt8(ascii: "\n") {
      index += 1
      beginLine()
    }
    var text: [UInt8] = []
    while let byte = peek() {
      if byte == quote {
        let run = bytes[index...].prefix(5).prefix { $0 == quote }.count
        index += run
        text += Array(repeating: quote, count: run < 3 ? run : run - 3)
        if run >= 3 { return String(decoding: text, as: UTF8.self) }
      } else if byte == UInt8(ascii: "\n") || starts(with: "\r\n") {
        index += byte == UInt8(ascii: "\n") ? 1 : 2
        beginLine()
        text.append(UInt8(ascii: "\n"))
      } else if isControl(byte) {
        throw .badString
      } else {
        index += 1
        if byte != UInt8(ascii: "\\") || !hasEscapes {
          text.append(byte)
        } else if !skipFoldedLines() {
          try escape(into: &text)
        }
      }
    }
    throw .badString
  }

  /// Behind a backslash at a line's end: passes over it and all blanks that follow. False if there is no line end.
  private mutating func skipFoldedLines() -> Bool {
    let start = index
    while peek() == UInt8(ascii: " ") || peek() == UInt8(ascii: "\t") { index += 1 }
    guard peek() == UInt8(ascii: "\n") || starts(with: "\r\n") else {
      index = start
      return false
    }
    while let byte = peek(), [0x20, 0x09, 0x0A].contains(byte) || starts(with: "\r\n") {
      index += 1
      if byte == UInt8(ascii: "\n") { beginLine() }
    }
    return true
  }

  private mutating func escape(into text: inout [UInt8]) throws(TOMLFlaw) {
    guard let letter = peek() else { throw .badString }
    index += 1
    switch letter {
    case UInt8(ascii: "b"): text.append(0x08)
    case UInt8(ascii: "t"): text.append(0x09)
    case UInt8(ascii: "n"): text.append(0x0A)
    case UInt8(ascii: "f"): text.append(0x0C)
    case UInt8(ascii: "r"): text.append(0x0D)
    case UInt8(ascii: "\""), UInt8(ascii: "\\"): text.append(letter)
    case UInt8(ascii: "u"): try scalar(digits: 4, into: &text)
    case UInt8(ascii: "U"): try scalar(digits: 8, into: &text)
    default: throw .badString
    }
  }

  private mutating func scalar(digits: Int, into text: inout [UInt8]) throws(TOMLFlaw) {
    let code = bytes[index...].prefix(digits)
    guard code.count == digits, code.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
      let number = UInt32(String(decoding: code, as: UTF8.self), radix: 16),
      let scalar = Unicode.Scalar(number)
    else { throw .badString }
    index += digits
    text += Array(String(scalar).utf8)
  }
}
