extension TOMLReader {
  /// A key with its dots: `a."b c".d`, `depth` tables below the root.
  mutating func keyPath(depth: Int) throws(TOMLFlaw) -> [String] {
    var path: [String] = []
    repeat {
      try skipBlanks(acrossLines: false)
      guard depth + path.count < Self.depthLimit else { throw .tooDeep }
      path.append(try keyPart())
    } while take(".")
    return path
  }

  private mutating func keyPart() throws(TOMLFlaw) -> String {
    switch peek() {
    case UInt8(ascii: "\""): return try basicString()
    case UInt8(ascii: "'"): return try literalString()
    default:
      let start = index
      while let byte = peek(), Self.isBareKey(byte) { index += 1 }
      guard index > start else { throw .expected("a key") }
      return String(decoding: bytes[start..<index], as: UTF8.self)
    }
  }

  private static func isBareKey(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
      true
    default: false
    }
  }
}
