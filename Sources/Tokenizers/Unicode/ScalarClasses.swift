/// Classes of scalars that the steps of a tokenizer ask for, a bit each.
struct ScalarClasses: OptionSet, Sendable {
  let rawValue: UInt8

  /// `\p{L}` of a pattern.
  static let letter = ScalarClasses(rawValue: 1)
  /// `\p{N}` of a pattern.
  static let number = ScalarClasses(rawValue: 2)
  /// White space, the same in all editions.
  static let space = ScalarClasses(rawValue: 4)
  /// A word character of `Whitespace`.
  static let word = ScalarClasses(rawValue: 8)
  /// Punctuation of `BertPreTokenizer` and `Punctuation`: ASCII's and Unicode's.
  static let punctuation = ScalarClasses(rawValue: 16)
  /// A number of `Digits`, which knows newer ones.
  static let digit = ScalarClasses(rawValue: 32)
  /// What BERT's normalizer cleans away.
  static let control = ScalarClasses(rawValue: 64)
  /// An accent that BERT's normalizer drops.
  static let accent = ScalarClasses(rawValue: 128)

  /// The classes of every scalar. Made once, at the first use.
  static let table = ScalarTable { ScalarClasses(of: $0).rawValue }

  private init(of scalar: Unicode.Scalar) {
    var classes: ScalarClasses = []
    let properties = scalar.properties
    let patternCategory = UnicodeEdition.oniguruma.category(of: scalar)
    if patternCategory.isLetter { classes.insert(.letter) }
    if patternCategory.isNumber { classes.insert(.number) }
    if properties.isWhitespace { classes.insert(.space) }
    if Self.isWord(scalar) { classes.insert(.word) }
    if properties.generalCategory.isNumber { classes.insert(.digit) }
    let category = UnicodeEdition.categories.category(of: scalar)
    if category.isPunctuation || scalar.isASCII && category.isSymbol { classes.insert(.punctuation) }
    switch category {
    // The library calls unassigned scalars no control characters, whatever its comments say.
    case .control, .format, .privateUse:
      if !"\t\n\r".unicodeScalars.contains(scalar) { classes.insert(.control) }
    case .nonspacingMark: classes.insert(.accent)
    default: if scalar.value == 0xFFFD { classes.insert(.control) }
    }
    self = classes
  }

  init(rawValue: UInt8) { self.rawValue = rawValue }

  private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
    guard UnicodeEdition.words.contains(scalar) else { return false }
    let properties = scalar.properties
    let category = properties.generalCategory
    return properties.isAlphabetic || category.isMark || category == .decimalNumber
      || category == .connectorPunctuation || properties.isJoinControl
  }

  /// The classes of a scalar.
  @inline(__always)
  static func of(_ scalar: UInt32) -> ScalarClasses { ScalarClasses(rawValue: table[scalar]) }
}
