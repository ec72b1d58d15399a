/// What one place of a pattern matches: scalars, ranges and classes, or all others.
struct ScalarSet: Sendable {
  /// A member.
  enum Member: Sendable {
    case range(ClosedRange<UInt32>)
    case categories(UInt32)
    case script(UInt8)
    case space, hexDigit, alphabetic
    /// Letters, marks, digits and connectors; by itself, outside brackets, Oniguruma's `\w` matches a few more.
    case word(isBracketed: Bool)
    case set(ScalarSet)
    /// Scalars that are in all of these.
    case intersection([ScalarSet])
  }

  private(set) var members: [Member] = []
  private(set) var isInverted = false
  private(set) var ignoresCase = false
  /// The answers for ASCII.
  private var ascii: (UInt64, UInt64) = (0, 0)

  /// The set of the scalars in `members`, or of all others.
  init(_ members: [Member], isInverted: Bool = false, ignoresCase: Bool = false) {
    self.members = members
    self.isInverted = isInverted
    self.ignoresCase = ignoresCase
    for scalar in UInt32(0)..<64 {
      if evaluate(scalar) { ascii.0 |= 1 << UInt64(scalar) }
      if evaluate(scalar + 64) { ascii.1 |= 1 << UInt64(scalar) }
    }
  }

  /// The set of one scalar.
  init(_ scalar: UInt32, ignoresCase: Bool = false) {
    self.init([.range(scalar...scalar)], ignoresCase: ignoresCase)
  }

  /// Whether the set holds a scalar.
  @inline(__always)
  func contains(_ scalar: UInt32) -> Bool {
    if scalar < 64 { return ascii.0 >> UInt64(scalar) & 1 != 0 }
    if scalar < 128 { return ascii.1 >> UInt64(scalar & 63) & 1 != 0 }
    return evaluate(scalar)
  }

  private func evaluate(_ scalar: UInt32) -> Bool {
    let isMember =
      holds(scalar) || ignoresCase && CaseVariants.of(scalar).contains { $0 != scalar && holds($0) }
    return isMember != isInverted
  }

  private func holds(_ scalar: UInt32) -> Bool {
    members.contains { member in
      switch member {
      case .range(let range): range.contains(scalar)
      case .categories(let mask): mask >> UInt32(PatternClasses.category(scalar)) & 1 != 0
      case .script(let number): Scripts.number(of: scalar) == number
      case .word(let isBracketed):
        PatternClasses.isWord(scalar) && !(isBracketed && PatternClasses.isLatinNumber(scalar))
      case .space: PatternClasses.isSpace(scalar)
      case .alphabetic: PatternClasses.isAlphabetic(scalar)
      case .hexDigit:
        scalar < 128 && (scalar &- 0x30 < 10 || scalar & 0xDF &- 0x41 < 6)
      case .set(let set): set.contains(scalar)
      case .intersection(let sets): sets.allSatisfy { $0.contains(scalar) }
      }
    }
  }
}

/// Categories and classes of scalars as Oniguruma has them.
enum PatternClasses {
  private static let wordBit: UInt8 = 0x20
  private static let spaceBit: UInt8 = 0x40
  private static let alphabeticBit: UInt8 = 0x80

  private static let table = ScalarTable { scalar in
    let category = UnicodeEdition.oniguruma.category(of: scalar)
    var value = UInt8(GeneralCategories.index(of: category))
    if isWord(scalar, category) { value |= wordBit }
    if scalar.properties.isWhitespace { value |= spaceBit }
    if scalar.properties.isAlphabetic, category != .unassigned { value |= alphabeticBit }
    return value
  }

  private static func isWord(_ scalar: Unicode.Scalar, _ category: Unicode.GeneralCategory) -> Bool {
    if isLatinNumber(scalar.value) { return true }
    if category == .unassigned { return false }
    return scalar.properties.isAlphabetic || category.isMark || category == .decimalNumber
      || category == .connectorPunctuation
  }

  /// Whether a scalar is a superscript or a fraction of Latin-1, which `\w` and `\b` take for words.
  static func isLatinNumber(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0xB2, 0xB3, 0xB9, 0xBC, 0xBD, 0xBE: true
    default: false
    }
  }

  /// The number of a scalar's category in ``GeneralCategories``.
  @inline(__always)
  static func category(_ scalar: UInt32) -> UInt8 { table[scalar] & 0x1F }
  /// Whether `\w` matches.
  @inline(__always)
  static func isWord(_ scalar: UInt32) -> Bool { table[scalar] & wordBit != 0 }
  /// Whether a scalar is alphabetic, some marks among them.
  static func isAlphabetic(_ scalar: UInt32) -> Bool { table[scalar] & alphabeticBit != 0 }
  /// Whether `\s` matches.
  @inline(__always)
  static func isSpace(_ scalar: UInt32) -> Bool { table[scalar] & spaceBit != 0 }
}

/// Scalars that differ in case alone, one to one.
enum CaseVariants {
  /// The scalar itself and its variants.
  static func of(_ scalar: UInt32) -> [UInt32] {
    var variants = [scalar]
    guard let value = Unicode.Scalar(scalar) else { return variants }
    let properties = value.properties
    for text in [properties.lowercaseMapping, properties.uppercaseMapping, properties.titlecaseMapping] {
      let mapped = Array(text.unicodeScalars)
      guard mapped.count == 1, let only = mapped.first else { continue }
      variants.append(only.value)
      let back = Array(only.properties.lowercaseMapping.unicodeScalars)
      if back.count == 1, let lower = back.first { variants.append(lower.value) }
    }
    // Scalars that only come from one side: long s, Kelvin and Angstrom.
    switch scalar {
    case 0x53, 0x73: variants.append(0x17F)
    case 0x4B, 0x6B: variants.append(0x212A)
    case 0xC5, 0xE5: variants.append(0x212B)
    default: break
    }
    return variants
  }
}
