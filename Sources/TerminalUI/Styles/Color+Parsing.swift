extension Color {
  /// Reads a colour as theme files write it: "default", a name such as "red" or "bright-red", a
  /// number 0 to 255, "#rrggbb" or "#rgb". Nil for anything else.
  public init?(parsing text: String) {
    if text == "default" {
      self = .default
    } else if let named = NamedColor.allCases.first(where: { $0.name == text }) {
      self = .named(named)
    } else if let index = UInt8(text) {
      self = index < 16 ? NamedColor(rawValue: index).map(Color.named) ?? .indexed(index) : .indexed(index)
    } else if text.utf8.first == UInt8(ascii: "#") {
      self.init(hexDigits: text.utf8.dropFirst())
    } else {
      return nil
    }
  }

  private init?(hexDigits: Substring.UTF8View) {
    let digits = hexDigits.compactMap { Character(Unicode.Scalar($0)).hexDigitValue.map(UInt8.init) }
    guard digits.count == hexDigits.count else { return nil }
    switch digits.count {
    case 3: self = .rgb(red: digits[0] * 17, green: digits[1] * 17, blue: digits[2] * 17)
    case 6:
      self = .rgb(
        red: digits[0] << 4 | digits[1], green: digits[2] << 4 | digits[3],
        blue: digits[4] << 4 | digits[5])
    default: return nil
    }
  }

  /// The text that `init(parsing:)` reads back.
  public var text: String {
    switch self {
    case .default: return "default"
    case .named(let named): return named.name
    case .indexed(let index): return String(index)
    case .rgb(let red, let green, let blue):
      return "#"
        + [red, green, blue].map { (byte: UInt8) in
          (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }.joined()
    }
  }
}
