/// Scripts of scalars, by number: the place of their name in the list, from 1; 0 is no script.
enum Scripts {
  private static let listed: (names: [String], table: ScalarTable) = {
    var names: [String] = []
    var numbers = [UInt8](repeating: 0, count: 0x110000)
    for word in "\(ranges)".split(whereSeparator: { $0 == " " || $0 == "\n" }) {
      if word.utf8.contains(UInt8(ascii: "_")) || UInt32(word.prefix { $0 != "-" }, radix: 16) == nil {
        names.append(plain(word))
        continue
      }
      let ends = word.split(separator: "-").compactMap { Int($0, radix: 16) }
      guard let first = ends.first, let last = ends.last, first <= last, last < numbers.count else {
        continue
      }
      for scalar in first...last { numbers[scalar] = UInt8(names.count) }
    }
    return (names, ScalarTable { numbers[Int($0.value)] })
  }()

  /// The script of a scalar.
  static func number(of scalar: UInt32) -> UInt8 { listed.table[scalar] }

  /// The number of a script, whose name is compared without regard to case, spaces, hyphens and underscores.
  static func number(named name: String) -> UInt8? {
    listed.names.firstIndex(of: plain(name)).map { UInt8($0 + 1) }
  }

  private static func plain(_ name: some StringProtocol) -> String {
    name.lowercased().filter { $0 != "_" && $0 != " " && $0 != "-" }
  }
}

/// Scripts as the pre-tokenizer `UnicodeScripts` has them: those of Unicode 9.0, the Japanese ones as one.
enum MergedScripts {
  /// No script: scalars that came later, and the space. They join any other.
  static let any: UInt8 = 0

  private static let edition = UnicodeEdition(9, 0)

  private static let table: ScalarTable = {
    let number = { Scripts.number(named: $0) ?? 0 }
    let (han, hiragana, katakana) = (number("han"), number("hiragana"), number("katakana"))
    let (common, devanagari) = (number("common"), number("devanagari"))
    return ScalarTable { scalar in
      switch scalar.value {
      case 0x20: return any
      case 0x30FC: return han
      // Of another script in Unicode 9.0.
      case 0x589, 0x61C: return common
      case 0x953, 0x954: return devanagari
      default: break
      }
      guard edition.contains(scalar) else { return any }
      let script = Scripts.number(of: scalar.value)
      return script == hiragana || script == katakana ? han : script
    }
  }()

  /// The script of a scalar, ``any`` if it has none.
  static func number(of scalar: UInt32) -> UInt8 { table[scalar] }
}
