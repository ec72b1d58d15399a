/// Reads the patterns of tokenizer files: those constructs of Oniguruma's syntax that they use. What is not known
/// is refused by name.
struct PatternParser {
  /// Groups that are followed before the parser gives up, and the longest pattern.
  static let depthLimit = 64
  static let lengthLimit = 1 << 16

  private let scalars: [UInt32]
  var index = 0
  var depth = 0
  var ignoresCase = false
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

  func peek(_ ahead: Int = 0) -> Unicode.Scalar? {
    index + ahead < scalars.count ? Unicode.Scalar(scalars[index + ahead]) : nil
  }

  mutating func next() throws(PatternFlaw) -> Unicode.Scalar {
    guard let scalar = peek() else { throw .endOfPattern }
    index += 1
    return scalar
  }

  mutating func take(_ text: String) -> Bool {
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
    var quantifiers = 0
    while let (least, most, isInterval) = try quantifier() {
      quantifiers += 1
      guard quantifiers <= Self.depthLimit else { throw .tooLarge }
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
