extension PatternParser {
  /// What follows an opening bracket, up to the closing one.
  static func set(_ parser: inout PatternParser) throws(PatternFlaw) -> ScalarSet {
    parser.depth += 1
    defer { parser.depth -= 1 }
    guard parser.depth <= depthLimit else { throw .tooLarge }
    let isInverted = parser.take("^")
    var parts: [[ScalarSet.Member]] = [[]]
    var isFirst = true
    while true {
      if parser.peek() == "]", !isFirst {
        parser.index += 1
        break
      }
      isFirst = false
      if parser.take("&&") {
        parts.append([])
        continue
      }
      parts[parts.count - 1].append(try member(&parser))
    }
    let ignoresCase = parser.ignoresCase
    if parts.count == 1 { return ScalarSet(parts[0], isInverted: isInverted, ignoresCase: ignoresCase) }
    let sets = parts.map { ScalarSet($0, ignoresCase: ignoresCase) }
    return ScalarSet([.intersection(sets)], isInverted: isInverted)
  }

  private static func member(_ parser: inout PatternParser) throws(PatternFlaw) -> ScalarSet.Member {
    let first: UInt32
    switch try parser.next() {
    case "[":
      if parser.peek() == ":", let named = try namedClass(&parser) { return .set(named) }
      return .set(try set(&parser))
    case "\\":
      let escaped = try escapedSet(&parser)
      guard let scalar = escaped.onlyScalar else { return .set(escaped) }
      first = scalar
    case let scalar: first = scalar.value
    }
    guard parser.peek() == "-", let after = parser.peek(1), after != "]" else { return .range(first...first) }
    let before = parser.index
    parser.index += 1
    var last = try parser.next().value
    if last == 0x5C {
      guard let scalar = try escapedSet(&parser).onlyScalar else {
        parser.index = before
        return .range(first...first)
      }
      last = scalar
    } else if last == 0x5B {
      parser.index = before
      return .range(first...first)
    }
    guard first <= last else { throw .badRange }
    return .range(first...last)
  }

  /// `[:alpha:]`, behind its bracket; nil if it is no such class.
  private static func namedClass(_ parser: inout PatternParser) throws(PatternFlaw) -> ScalarSet? {
    let start = parser.index
    parser.index += 1
    let isInverted = parser.take("^")
    var name = ""
    while let scalar = parser.peek(), scalar.properties.isAlphabetic, name.utf8.count < 16 {
      name.unicodeScalars.append(scalar)
      parser.index += 1
    }
    guard parser.take(":]") else {
      parser.index = start
      return nil
    }
    guard let members = members(named: name.lowercased()) else { throw .unsupported("[:\(name):]") }
    return ScalarSet(members, isInverted: isInverted)
  }

  /// What a backslash stands for, read behind it.
  static func escapedSet(
    _ parser: inout PatternParser, isBracketed: Bool = true
  ) throws(PatternFlaw) -> ScalarSet {
    let letter = try parser.next()
    switch letter {
    case "s": return ScalarSet([.space])
    case "S": return ScalarSet([.space], isInverted: true)
    case "w": return ScalarSet([.word(isBracketed: isBracketed)])
    case "W": return ScalarSet([.word(isBracketed: isBracketed)], isInverted: true)
    case "d", "D":
      let mask = GeneralCategories.mask(named: "nd") ?? 0
      return ScalarSet([.categories(mask)], isInverted: letter == "D")
    case "h": return ScalarSet([.hexDigit])
    case "H": return ScalarSet([.hexDigit], isInverted: true)
    case "p", "P": return try property(&parser, isInverted: letter == "P")
    case "n": return ScalarSet(0x0A)
    case "r": return ScalarSet(0x0D)
    case "t": return ScalarSet(0x09)
    case "f": return ScalarSet(0x0C)
    case "v": return ScalarSet(0x0B)
    case "a": return ScalarSet(0x07)
    case "e": return ScalarSet(0x1B)
    case "0": return ScalarSet(try parser.digits(atMost: 2, radix: 8))
    case "x":
      guard parser.take("{") else { return ScalarSet(try parser.digits(atMost: 2, radix: 16)) }
      let scalar = try parser.digits(atMost: 8, radix: 16)
      guard parser.take("}") else { throw .endOfPattern }
      return ScalarSet(scalar, ignoresCase: parser.ignoresCase)
    case "u": return ScalarSet(try parser.digits(atMost: 4, radix: 16), ignoresCase: parser.ignoresCase)
    case let other where other.isASCII && other.properties.isAlphabetic || other.value &- 0x31 < 9:
      throw .unsupported("\\\(other)")
    case let other: return ScalarSet(other.value, ignoresCase: parser.ignoresCase)
    }
  }

  private mutating func digits(atMost count: Int, radix: UInt32) throws(PatternFlaw) -> UInt32 {
    var value: UInt32 = 0
    var read = 0
    while read < count, let scalar = peek(), let digit = Character(scalar).hexDigitValue, digit < radix {
      value = value &* radix &+ UInt32(digit)
      index += 1
      read += 1
    }
    return value
  }

  /// `{Name}` or `{^Name}` behind `\p`.
  private static func property(_ parser: inout PatternParser, isInverted: Bool) throws(PatternFlaw)
    -> ScalarSet
  {
    guard parser.take("{") else { throw .unsupported("\\p") }
    let isNegated = parser.take("^")
    var name = ""
    while true {
      let scalar = try parser.next()
      if scalar == "}" { break }
      name.unicodeScalars.append(scalar)
      guard name.utf8.count < 64 else { throw .unsupported("\\p{\(name)") }
    }
    let plain = String(name.lowercased().filter { $0 != " " && $0 != "_" && $0 != "-" })
    guard let members = members(named: plain) else { throw .unsupported("\\p{\(name)}") }
    return ScalarSet(members, isInverted: isInverted != isNegated)
  }

  private static func members(named name: String) -> [ScalarSet.Member]? {
    let categories = { (names: String...) -> [ScalarSet.Member] in
      [.categories(names.reduce(0) { $0 | (GeneralCategories.mask(named: $1) ?? 0) })]
    }
    switch name {
    case "alpha", "alphabetic": return [.alphabetic]
    case "alnum": return [.alphabetic] + categories("nd")
    case "punct": return categories("p", "s")
    case "digit": return categories("nd")
    case "space", "whitespace": return [.space]
    case "word": return [.word(isBracketed: true)]
    case "cntrl": return categories("cc")
    case "xdigit": return [.hexDigit]
    case "ascii": return [.range(0...127)]
    case "blank": return categories("zs") + [.range(9...9)]
    default: break
    }
    if let mask = GeneralCategories.mask(named: name) { return [.categories(mask)] }
    return Scripts.number(named: name).map { [.script($0)] }
  }
}

extension ScalarSet {
  /// The scalar of a set that holds one alone.
  fileprivate var onlyScalar: UInt32? {
    guard !isInverted, members.count == 1, case .range(let range) = members[0], range.count == 1 else {
      return nil
    }
    return range.lowerBound
  }
}
