/// Reads the patterns of tokenizer files: those constructs of Oniguruma's syntax that they use. What is not known
/// is refused by name.
struct PatternParser {
  /// Groups that are followed before the parser gives up, and the longest pattern.
  static let depthLimit = 64
  static let lengthLimit = 1 << 16

  private let scalars: [UInt32]
  private var index = 0
  private var depth = 0
  private var ignoresCase = false
  private var isExtended = false
  private var dotMatchesNewline = false

  init(_ pattern: String) { scalars = pattern.unicodeScalars.map(\.value) }

  /// The number of the scalar that is read next, for messages.
  var offset: Int { index }

  /// Reads the whole pattern.
  mutating func parse() throws(PatternFlaw) -> PatternNode {
    guard scalars.count <= Self.lengthLimit else { throw .tooLarge }
    let node = try alternatives()
    if index < scalars.count { throw .unbalanced }
    return node
  }

  private func peek(_ ahead: Int = 0) -> Unicode.Scalar? {
    index + ahead < scalars.count ? Unicode.Scalar(scalars[index + ahead]) : nil
  }

  private mutating func next() throws(PatternFlaw) -> Unicode.Scalar {
    guard let scalar = peek() else { throw .endOfPattern }
    index += 1
    return scalar
  }

  private mutating func take(_ text: String) -> Bool {
    for (ahead, scalar) in text.unicodeScalars.enumerated() where peek(ahead) != scalar { return false }
    index += text.unicodeScalars.count
    return true
  }

  private mutating func alternatives() throws(PatternFlaw) -> PatternNode {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.depthLimit else { throw .tooLarge }
    let flags = (ignoresCase, isExtended, dotMatchesNewline)
    defer { (ignoresCase, isExtended, dotMatchesNewline) = flags }
    var branches: [PatternNode] = []
    repeat { branches.append(try sequence()) } while take("|")
    return branches.count == 1 ? branches[0] : .alternatives(branches)
  }

  private mutating func sequence() throws(PatternFlaw) -> PatternNode {
    var parts: [PatternNode] = []
    while let scalar = peek(), scalar != "|", scalar != ")" {
      if isExtended, skipBlank(scalar) { continue }
      guard let atom = try atom() else { continue }
      parts.append(try repetitions(of: atom))
    }
    return parts.count == 1 ? parts[0] : .sequence(parts)
  }

  private mutating func skipBlank(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.properties.isWhitespace {
      index += 1
      return true
    }
    guard scalar == "#" else { return false }
    while let scalar = peek(), scalar != "\n" { index += 1 }
    return true
  }

  private mutating func repetitions(of atom: PatternNode) throws(PatternFlaw) -> PatternNode {
    var node = atom
    while let (least, most, isInterval) = try quantifier() {
      var kind = PatternNode.RepetitionKind.greedy
      if take("?") { kind = .lazy } else if !isInterval, take("+") { kind = .possessive }
      node = .repetition(node, min: least, max: most, kind)
    }
    return node
  }

  private mutating func quantifier() throws(PatternFlaw) -> (Int, Int?, isInterval: Bool)? {
    if take("?") { return (0, 1, false) }
    if take("*") { return (0, nil, false) }
    if take("+") { return (1, nil, false) }
    guard peek() == "{" else { return nil }
    let start = index
    index += 1
    let least = try number()
    var most = least
    if take(",") { most = try number() }
    guard take("}"), least != nil || most != nil else {
      index = start
      return nil
    }
    let isOpen = scalars[index - 2] == 0x2C
    if let most, let least, most < least { throw .badRange }
    return (least ?? 0, isOpen ? nil : most, true)
  }

  private mutating func number() throws(PatternFlaw) -> Int? {
    var value: Int?
    while let scalar = peek(), case let digit = Int(scalar.value) - 0x30, (0..<10).contains(digit) {
      value = (value ?? 0) * 10 + digit
      guard let value, value <= 10_000 else { throw .tooLarge }
      index += 1
    }
    return value
  }

  /// One thing that can be repeated; nil for what only sets a flag.
  private mutating func atom() throws(PatternFlaw) -> PatternNode? {
    let scalar = try next()
    switch scalar {
    case "(": return try group()
    case "[": return .set(try PatternParser.set(&self))
    case ".":
      return .set(
        dotMatchesNewline ? ScalarSet([], isInverted: true) : ScalarSet([.range(10...10)], isInverted: true))
    case "^": return .assertion(.lineStart)
    case "$": return .assertion(.lineEnd)
    case "\\": return try escape()
    case "*", "+", "?": throw .nothingToRepeat
    case "{" where Self.isInterval(scalars[index...]): throw .nothingToRepeat
    default: return .set(ScalarSet(scalar.value, ignoresCase: ignoresCase))
    }
  }

  private static func isInterval(_ rest: ArraySlice<UInt32>) -> Bool {
    let inside = rest.prefix { $0 != 0x7D }
    return !inside.isEmpty && inside.count < rest.count
      && inside.allSatisfy { $0 == 0x2C || ($0 >= 0x30 && $0 <= 0x39) } && inside.contains { $0 != 0x2C }
  }

  private mutating func group() throws(PatternFlaw) -> PatternNode? {
    guard take("?") else { return try closed(try alternatives()) }
    if take(":") { return try closed(try alternatives()) }
    if take(">") { return .atomic(try closed(try alternatives())) }
    if take("=") { return .look(try closed(try alternatives()), isAhead: true, isNegated: false) }
    if take("!") { return .look(try closed(try alternatives()), isAhead: true, isNegated: true) }
    if take("<=") { return .look(try behind(), isAhead: false, isNegated: false) }
    if take("<!") { return .look(try behind(), isAhead: false, isNegated: true) }
    if take("#") {
      while try next() != ")" {}
      return nil
    }
    if take("<") {
      while try next() != ">" {}
      return try closed(try alternatives())
    }
    return try flags()
  }

  private mutating func behind() throws(PatternFlaw) -> PatternNode {
    let node = try closed(try alternatives())
    guard let longest = node.length.max, longest <= 255 else { throw .unboundedLookBehind }
    return node
  }

  private mutating func closed(_ node: PatternNode) throws(PatternFlaw) -> PatternNode {
    guard take(")") else { throw peek() == nil ? .endOfPattern : .unbalanced }
    return node
  }

  /// `(?i)` up to the end of the group, or `(?i:...)`.
  private mutating func flags() throws(PatternFlaw) -> PatternNode? {
    let before = (ignoresCase, isExtended, dotMatchesNewline)
    var isOn = true
    while true {
      switch try next() {
      case "-": isOn = false
      case "i": ignoresCase = isOn
      case "x": isExtended = isOn
      case "m": dotMatchesNewline = isOn
      case ":":
        let node = try closed(try alternatives())
        (ignoresCase, isExtended, dotMatchesNewline) = before
        return node
      case ")":
        // The flags hold for all that follows in the group, alternatives included.
        return try alternatives()
      case let scalar: throw .unsupported("(?\(scalar)")
      }
    }
  }

  private mutating func escape() throws(PatternFlaw) -> PatternNode {
    let scalar = try next()
    switch scalar {
    case "A": return .assertion(.textStart)
    case "z": return .assertion(.textEnd)
    case "Z": return .assertion(.textEndBeforeNewline)
    case "b": return .assertion(.wordBoundary)
    case "B": return .assertion(.noWordBoundary)
    case "R":
      let single = ScalarSet([.range(0x0A...0x0D), .range(0x85...0x85), .range(0x2028...0x2029)])
      let pair = PatternNode.sequence([.set(ScalarSet(0x0D)), .set(ScalarSet(0x0A))])
      return .atomic(.alternatives([pair, .set(single)]))
    default:
      index -= 1
      return .set(try PatternParser.escapedSet(&self, isBracketed: false))
    }
  }
}

// MARK: - Sets

extension PatternParser {
  /// What follows an opening bracket, up to the closing one.
  fileprivate static func set(_ parser: inout PatternParser) throws(PatternFlaw) -> ScalarSet {
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
  fileprivate static func escapedSet(
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
