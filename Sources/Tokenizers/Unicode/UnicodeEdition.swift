/// General categories as a version of Unicode had them.
///
/// The parts of the tokenizers library carry data of different ages. A scalar that came later was unassigned
/// then; the few that changed their category since are listed. The rest is the standard library's data.
struct UnicodeEdition: Sendable {
  let major: Int
  let minor: Int
  let exceptions: [UInt32: Unicode.GeneralCategory]

  init(_ major: Int, _ minor: Int, exceptions: [UInt32: Unicode.GeneralCategory] = [:]) {
    self.major = major
    self.minor = minor
    self.exceptions = exceptions
  }

  /// Whether a scalar was assigned in this version.
  func contains(_ scalar: Unicode.Scalar) -> Bool {
    guard let age = scalar.properties.age else { return false }
    return (age.major, age.minor) <= (major, minor)
  }

  /// The general category of a scalar in this version.
  func category(of scalar: Unicode.Scalar) -> Unicode.GeneralCategory {
    if let exception = exceptions[scalar.value] { return exception }
    let category = scalar.properties.generalCategory
    return category == .privateUse || contains(scalar) ? category : .unassigned
  }
}

extension UnicodeEdition {
  /// Oniguruma's, which matches the patterns of `Split`, `Replace` and `ByteLevel`.
  static let oniguruma = UnicodeEdition(16, 0, exceptions: [0x295: .lowercaseLetter])

  /// That of the `\w` behind `Whitespace`.
  static let words = UnicodeEdition(16, 0)

  /// That of punctuation, of control characters and of the accents that BERT's normalizer drops.
  static let categories = UnicodeEdition(
    8, 0,
    exceptions: [
      0x166D: .otherPunctuation, 0x1734: .nonspacingMark, 0x1885: .otherLetter, 0x1886: .otherLetter,
      0xA9BD: .spacingMark, 0x111C9: .otherPunctuation, 0x1171E: .nonspacingMark,
    ])

  /// That of the normalization forms, and of the marks which `StripAccents` drops.
  static let normalization = UnicodeEdition(
    9, 0, exceptions: [0x1CF2: .spacingMark, 0x1CF3: .spacingMark, 0x111C9: .otherPunctuation])
}

extension Unicode.GeneralCategory {
  var isLetter: Bool {
    switch self {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter: true
    default: false
    }
  }

  var isMark: Bool {
    switch self {
    case .nonspacingMark, .spacingMark, .enclosingMark: true
    default: false
    }
  }

  var isNumber: Bool {
    switch self {
    case .decimalNumber, .letterNumber, .otherNumber: true
    default: false
    }
  }

  var isPunctuation: Bool {
    switch self {
    case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation, .initialPunctuation,
      .finalPunctuation, .otherPunctuation:
      true
    default: false
    }
  }

  var isSymbol: Bool {
    switch self {
    case .mathSymbol, .currencySymbol, .modifierSymbol, .otherSymbol: true
    default: false
    }
  }
}
