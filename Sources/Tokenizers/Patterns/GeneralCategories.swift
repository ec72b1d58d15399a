/// General categories by number and by the names that patterns use.
enum GeneralCategories {
  private static let order: [(Unicode.GeneralCategory, String, String)] = [
    (.uppercaseLetter, "lu", "uppercaseletter"), (.lowercaseLetter, "ll", "lowercaseletter"),
    (.titlecaseLetter, "lt", "titlecaseletter"), (.modifierLetter, "lm", "modifierletter"),
    (.otherLetter, "lo", "otherletter"), (.nonspacingMark, "mn", "nonspacingmark"),
    (.spacingMark, "mc", "spacingmark"), (.enclosingMark, "me", "enclosingmark"),
    (.decimalNumber, "nd", "decimalnumber"), (.letterNumber, "nl", "letternumber"),
    (.otherNumber, "no", "othernumber"), (.connectorPunctuation, "pc", "connectorpunctuation"),
    (.dashPunctuation, "pd", "dashpunctuation"), (.openPunctuation, "ps", "openpunctuation"),
    (.closePunctuation, "pe", "closepunctuation"), (.initialPunctuation, "pi", "initialpunctuation"),
    (.finalPunctuation, "pf", "finalpunctuation"), (.otherPunctuation, "po", "otherpunctuation"),
    (.mathSymbol, "sm", "mathsymbol"), (.currencySymbol, "sc", "currencysymbol"),
    (.modifierSymbol, "sk", "modifiersymbol"), (.otherSymbol, "so", "othersymbol"),
    (.spaceSeparator, "zs", "spaceseparator"), (.lineSeparator, "zl", "lineseparator"),
    (.paragraphSeparator, "zp", "paragraphseparator"), (.control, "cc", "control"), (.format, "cf", "format"),
    (.surrogate, "cs", "surrogate"), (.privateUse, "co", "privateuse"), (.unassigned, "cn", "unassigned"),
  ]

  private static let groups = [
    "letter": "l", "mark": "m", "number": "n", "punctuation": "p", "symbol": "s", "separator": "z",
    "other": "c",
  ]

  private static let indices = Dictionary(
    uniqueKeysWithValues: order.enumerated().map { ($0.element.0, $0.offset) })

  /// The number of a category, below 32.
  static func index(of category: Unicode.GeneralCategory) -> Int { indices[category] ?? order.count - 1 }

  /// The categories that a name stands for, a bit each: `L`, `Lu`, `Letter`, `Uppercase_Letter`. `name` must be
  /// in lower case, without spaces, hyphens and underscores. Nil if it is no category.
  static func mask(named name: String) -> UInt32? {
    if name == "any" { return ~0 }
    let short = groups[name] ?? name
    var mask: UInt32 = 0
    for (index, (_, code, long)) in order.enumerated()
    where code == short || long == short || short.utf8.count == 1 && code.hasPrefix(short) {
      mask |= 1 << UInt32(index)
    }
    return mask == 0 ? nil : mask
  }
}
