extension TOMLReader {
  /// A value, `depth` values and tables below the root.
  mutating func value(depth: Int) throws(TOMLFlaw) -> TOMLValue {
    guard depth < Self.depthLimit else { throw .tooDeep }
    switch peek() {
    case nil, UInt8(ascii: "\n"), UInt8(ascii: "\r"), UInt8(ascii: "#"): throw .expected("a value")
    case UInt8(ascii: "\""), UInt8(ascii: "'"): return .string(try string())
    case UInt8(ascii: "["): return try array(depth: depth)
    case UInt8(ascii: "{"): return try inlineTable(depth: depth)
    default: return try word()
    }
  }

  private mutating func array(depth: Int) throws(TOMLFlaw) -> TOMLValue {
    index += 1
    var elements: [TOMLValue] = []
    while true {
      try skipBlanks(acrossLines: true)
      if take("]") { return .array(elements) }
      elements.append(try value(depth: depth + 1))
      try skipBlanks(acrossLines: true)
      if take("]") { return .array(elements) }
      guard take(",") else { throw .expected(", or ]") }
    }
  }

  private mutating func inlineTable(depth: Int) throws(TOMLFlaw) -> TOMLValue {
    let table = TOMLTable(line: line, origin: .inline)
    index += 1
    if take("}") { return .table(table) }
    repeat {
      try assignment(in: table, depth: depth + 1)
    } while take(",")
    guard take("}") else { throw .expected(", or }") }
    return .table(table)
  }

  /// A number, a truth value, a date or a time.
  private mutating func word() throws(TOMLFlaw) -> TOMLValue {
    let start = index
    while let byte = peek(), Self.isWord(byte) { index += 1 }
    // A blank may part a date from its time.
    if index - start == 10, peek() == UInt8(ascii: " "), let next = peek(1), Self.isDigit(next),
      Self.isMoment(bytes[start..<index])
    {
      index += 1
      while let byte = peek(), Self.isWord(byte) { index += 1 }
    }
    let word = bytes[start..<index]
    let text = String(decoding: word, as: UTF8.self)
    do {
      switch text {
      case "true": return .bool(true)
      case "false": return .bool(false)
      case "inf", "+inf": return .double(.infinity)
      case "-inf": return .double(-.infinity)
      case "nan", "+nan", "-nan": return .double(.nan)
      default: break
      }
      if Self.isMoment(word) { return .moment }
      return try Self.number(text)
    } catch {
      index = start
      throw error
    }
  }

  private static func number(_ text: String) throws(TOMLFlaw) -> TOMLValue {
    let sign = text.hasPrefix("-") || text.hasPrefix("+") ? 1 : 0
    let digits = text.dropFirst(sign)
    // Underscores stand between digits and nowhere else.
    let isHexadecimal = digits.hasPrefix("0x")
    func isDigit(_ character: Character?) -> Bool {
      character.map { isHexadecimal ? $0.isHexDigit : ("0"..."9").contains($0) } ?? false
    }
    let parts = digits.split(separator: "_", omittingEmptySubsequences: false)
    guard zip(parts, parts.dropFirst()).allSatisfy({ isDigit($0.last) && isDigit($1.first) }) else {
      throw .badValue
    }
    let plain = parts.joined()
    for (prefix, radix) in [("0x", 16), ("0o", 8), ("0b", 2)] where plain.hasPrefix(prefix) {
      guard sign == 0, digits.dropFirst(2).first != "_" else { throw .badValue }
      return .integer(try integer(String(plain.dropFirst(2)), radix: radix))
    }
    let whole = plain.prefix { $0.isASCII && $0.isNumber }
    guard !whole.isEmpty, whole.count == 1 || !whole.hasPrefix("0") else { throw .badValue }
    if whole.count == plain.count { return .integer(try integer(text.prefix(sign) + plain, radix: 10)) }
    guard isFraction(plain.dropFirst(whole.count)), let number = Double(text.prefix(sign) + plain) else {
      throw .badValue
    }
    return .double(number)
  }

  private static func integer(_ text: String, radix: Int) throws(TOMLFlaw) -> Int {
    let digits = text.drop { radix == 10 && "+-".contains($0) }
    guard !digits.isEmpty, digits.allSatisfy({ $0.isASCII && $0.hexDigitValue.map { $0 < radix } == true })
    else { throw .badValue }
    guard let number = Int(text, radix: radix) else { throw .integerTooLarge }
    return number
  }

  /// Whether that is `.5`, `e10` or both, as it follows the whole part of a number.
  private static func isFraction(_ text: Substring) -> Bool {
    var rest = text
    if rest.first == "." {
      let digits = rest.dropFirst().prefix { $0.isASCII && $0.isNumber }
      guard !digits.isEmpty else { return false }
      rest = rest.dropFirst(1 + digits.count)
    }
    guard let letter = rest.first else { return true }
    rest = rest.dropFirst()
    if let sign = rest.first, "+-".contains(sign) { rest = rest.dropFirst() }
    return "eE".contains(letter) && !rest.isEmpty && rest.allSatisfy { $0.isASCII && $0.isNumber }
  }

  /// Whether a word has the form of a date or a time (`1979-05-27`, `07:32:00`, or both). Nothing takes one, so that
  /// the day exists is not checked.
  private static func isMoment(_ word: ArraySlice<UInt8>) -> Bool {
    let bytes = Array(word)
    func has(_ marks: [(Int, Unicode.Scalar)], _ count: Int) -> Bool {
      guard bytes.count >= count else { return false }
      return (0..<count).allSatisfy { place in
        if let mark = marks.first(where: { $0.0 == place }) { return bytes[place] == UInt8(ascii: mark.1) }
        return isDigit(bytes[place])
      }
    }
    if has([(2, ":"), (5, ":")], 8) { return bytes.dropFirst(8).allSatisfy { isDigit($0) || $0 == 0x2E } }
    guard has([(4, "-"), (7, "-")], 10) else { return false }
    return bytes.count == 10
      || "Tt ".utf8.contains(bytes[10])
        && bytes.dropFirst(11).allSatisfy { isDigit($0) || ".:+-Zz".utf8.contains($0) }
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

  private static func isWord(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
    default: "+-_.:".utf8.contains(byte)
    }
  }
}
