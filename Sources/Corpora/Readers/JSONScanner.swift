/// A reader of one JSON text (RFC 8259) in bytes that are valid UTF-8. Escapes of surrogates that have no
/// partner become U+FFFD.
struct JSONScanner {
  /// The text breaks the grammar at this byte.
  struct Malformed: Error { let offset: Int }

  /// Deepest nesting accepted.
  static let depthLimit = 128

  private let bytes: UnsafeBufferPointer<UInt8>
  private var index = 0

  /// The one value that `bytes` hold.
  static func value(of bytes: UnsafeBufferPointer<UInt8>) throws -> JSONValue {
    var scanner = JSONScanner(bytes: bytes)
    let value = try scanner.value(depth: 0)
    scanner.skipSpace()
    guard scanner.index == bytes.count else { throw Malformed(offset: scanner.index) }
    return value
  }

  private init(bytes: UnsafeBufferPointer<UInt8>) {
    self.bytes = bytes
  }

  private var current: UInt8? { index < bytes.count ? bytes[index] : nil }

  private mutating func skipSpace() {
    while let byte = current, byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D { index += 1 }
  }

  private mutating func take(_ byte: Character) -> Bool {
    guard current == byte.asciiValue else { return false }
    index += 1
    return true
  }

  private mutating func expect(_ byte: Character) throws {
    guard take(byte) else { throw Malformed(offset: index) }
  }

  private mutating func value(depth: Int) throws -> JSONValue {
    guard depth < Self.depthLimit else { throw Malformed(offset: index) }
    skipSpace()
    switch current {
    case UInt8(ascii: "{"): return try object(depth: depth)
    case UInt8(ascii: "["): return try array(depth: depth)
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try literal("true", .bool(true))
    case UInt8(ascii: "f"): return try literal("false", .bool(false))
    case UInt8(ascii: "n"): return try literal("null", .null)
    default: return .number(try number())
    }
  }

  private mutating func literal(_ text: StaticString, _ value: JSONValue) throws -> JSONValue {
    let end = index + text.utf8CodeUnitCount
    let matches = text.withUTF8Buffer { end <= bytes.count && $0.elementsEqual(bytes[index..<end]) }
    guard matches else { throw Malformed(offset: index) }
    index = end
    return value
  }

  private mutating func object(depth: Int) throws -> JSONValue {
    try expect("{")
    var members: [JSONValue.Member] = []
    skipSpace()
    if take("}") { return .object(members) }
    while true {
      skipSpace()
      let key = String(decoding: try string(), as: UTF8.self)
      skipSpace()
      try expect(":")
      members.append(.init(key: key, value: try value(depth: depth + 1)))
      skipSpace()
      if take("}") { return .object(members) }
      try expect(",")
    }
  }

  private mutating func array(depth: Int) throws -> JSONValue {
    try expect("[")
    var elements: [JSONValue] = []
    skipSpace()
    if take("]") { return .array(elements) }
    while true {
      elements.append(try value(depth: depth + 1))
      skipSpace()
      if take("]") { return .array(elements) }
      try expect(",")
    }
  }

  private mutating func number() throws -> String {
    let start = index
    _ = take("-")
    if !take("0") { try digits() }
    if take(".") { try digits() }
    if take("e") || take("E") {
      if !take("+") { _ = take("-") }
      try digits()
    }
    return String(decoding: bytes[start..<index], as: UTF8.self)
  }

  private mutating func digits() throws {
    let start = index
    while let byte = current, byte &- 48 < 10 { index += 1 }
    guard index > start else { throw Malformed(offset: index) }
  }

  private mutating func string() throws -> [UInt8] {
    try expect("\"")
    var text: [UInt8] = []
    while let byte = current {
      switch byte {
      case UInt8(ascii: "\""):
        index += 1
        return text
      case UInt8(ascii: "\\"):
        try escape(into: &text)
      case 0..<0x20:
        throw Malformed(offset: index)
      default:
        text.append(byte)
        index += 1
      }
    }
    throw Malformed(offset: index)
  }

  private mutating func escape(into text: inout [UInt8]) throws {
    index += 1
    guard let kind = current else { throw Malformed(offset: index) }
    index += 1
    switch kind {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(kind)
    case UInt8(ascii: "b"): text.append(0x08)
    case UInt8(ascii: "f"): text.append(0x0C)
    case UInt8(ascii: "n"): text.append(0x0A)
    case UInt8(ascii: "r"): text.append(0x0D)
    case UInt8(ascii: "t"): text.append(0x09)
    case UInt8(ascii: "u"):
      let unit = try hexadecimal()
      text.append(contentsOf: String(try scalar(startingWith: unit)).utf8)
    default: throw Malformed(offset: index - 1)
    }
  }

  /// The scalar of a `\u` escape, taking the second half of a surrogate pair if it follows.
  private mutating func scalar(startingWith unit: UInt32) throws -> Character {
    if let scalar = Unicode.Scalar(unit) { return Character(scalar) }
    let replacement: Character = "\u{FFFD}"
    let isHigh = unit < 0xDC00
    guard isHigh, index + 1 < bytes.count, bytes[index] == UInt8(ascii: "\\"),
      bytes[index + 1] == UInt8(ascii: "u")
    else { return replacement }
    let before = index
    index += 2
    let low = try hexadecimal()
    guard (0xDC00...0xDFFF).contains(low) else {
      index = before
      return replacement
    }
    let combined = 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00)
    return Unicode.Scalar(combined).map(Character.init) ?? replacement
  }

  private mutating func hexadecimal() throws -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<4 {
      guard let byte = current, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
        throw Malformed(offset: index)
      }
      value = value << 4 | UInt32(digit)
      index += 1
    }
    return value
  }
}
