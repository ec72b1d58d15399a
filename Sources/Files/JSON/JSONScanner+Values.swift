extension JSONScanner {
  /// Reads a number that is a count or an offset: digits only, below 2^63.
  public mutating func integer() throws(JSONFlaw) -> Int {
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
    guard position > start else { throw isAtEnd ? .endOfText : .badInteger }
    if position < bytes.count, [0x2E, 0x45, 0x65].contains(bytes[position]) { throw .badInteger }
    return value
  }

  /// Reads a number as near as a Double comes.
  public mutating func number() throws(JSONFlaw) -> Double {
    let text = try numberText()
    // The grammar is one that Double reads too.
    guard let value = Double(text) else { throw .expected("number") }
    return value
  }

  /// Reads a number, or passes over a value that is none.
  public mutating func numberIfAny() throws(JSONFlaw) -> Double? {
    if let byte = next, byte == UInt8(ascii: "-") || byte &- 0x30 < 10 { return try number() }
    try skipValue()
    return nil
  }

  /// Reads `true` or `false`.
  public mutating func boolean() throws(JSONFlaw) -> Bool {
    if consume(word: "true") { return true }
    if consume(word: "false") { return false }
    throw isAtEnd ? .endOfText : .expected("true or false")
  }

  /// Consumes `null` if it comes next.
  public mutating func null() -> Bool { consume(word: "null") }

  /// Reads the next value whole. Memory: that of the value.
  public mutating func value() throws(JSONFlaw) -> JSONValue {
    switch next {
    case UInt8(ascii: "{"):
      var members: [JSONValue.Member] = []
      try object { (scanner, key) throws(JSONFlaw) in
        members.append(.init(key: key, value: try scanner.value()))
      }
      return .object(members)
    case UInt8(ascii: "["):
      var elements: [JSONValue] = []
      try array { (scanner) throws(JSONFlaw) in elements.append(try scanner.value()) }
      return .array(elements)
    case UInt8(ascii: "\""): return .string(try stringBytes())
    case UInt8(ascii: "t"), UInt8(ascii: "f"): return .bool(try boolean())
    case UInt8(ascii: "n") where null(): return .null
    default: return .number(try numberText())
    }
  }

  /// Passes over a value of a key that is not ours.
  public mutating func skipValue() throws(JSONFlaw) {
    switch next {
    case UInt8(ascii: "{"): try object { (scanner, _) throws(JSONFlaw) in try scanner.skipValue() }
    case UInt8(ascii: "["): try array { (scanner) throws(JSONFlaw) in try scanner.skipValue() }
    case UInt8(ascii: "\""): _ = try string()
    case UInt8(ascii: "t"), UInt8(ascii: "f"): _ = try boolean()
    case UInt8(ascii: "n") where null(): break
    default: _ = try numberText()
    }
  }

  private mutating func numberText() throws(JSONFlaw) -> String {
    skipBlanks()
    guard !isAtEnd else { throw .endOfText }
    let start = position
    _ = take("-")
    if !take("0") { try digits(orElse: position == start ? "value" : "digit") }
    if take(".") { try digits(orElse: "digit") }
    if take("e") || take("E") {
      if !take("+") { _ = take("-") }
      try digits(orElse: "digit")
    }
    return String(decoding: bytes[start..<position], as: UTF8.self)
  }

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard !isAtEnd, bytes[position] == UInt8(ascii: character) else { return false }
    position += 1
    return true
  }

  private mutating func digits(orElse missing: String) throws(JSONFlaw) {
    let start = position
    while !isAtEnd, bytes[position] &- 0x30 < 10 { position += 1 }
    guard position > start else { throw isAtEnd ? .endOfText : .expected(missing) }
  }
}
