extension Key {
  private static let named: [(key: Key, name: String)] = [
    (.up, "up"), (.down, "down"), (.left, "left"), (.right, "right"), (.shiftUp, "shift-up"),
    (.shiftDown, "shift-down"), (.pageUp, "pageup"), (.pageDown, "pagedown"), (.home, "home"),
    (.end, "end"), (.enter, "enter"), (.escape, "esc"), (.tab, "tab"), (.backTab, "shift-tab"),
    (.backspace, "backspace"), (.delete, "delete"), (.insert, "insert"), (.character(" "), "space"),
  ]

  /// The name in keymaps, scripts and help: "g", "space", "ctrl-d", "f5", "alt-x". `init?(name:)` reads it.
  public var name: String {
    if let named = Key.named.first(where: { $0.key == self }) { return named.name }
    switch self {
    case .character(let character): return String(character)
    case .control(let character): return "ctrl-\(character)"
    case .alt(let character): return character == " " ? "alt-space" : "alt-\(character)"
    case .function(let number): return "f\(number)"
    default: return ""
    }
  }

  /// Reads a name; nil if it is none. Words may be in any case, single characters are taken as they are.
  public init?(name: String) {
    if name.count == 1, let character = name.first {
      guard character != " " else { return nil }
      self = .character(character)
      return
    }
    let lower = name.lowercased()
    if let named = Key.named.first(where: { $0.name == lower }) {
      self = named.key
    } else if lower.hasPrefix("ctrl-"), let character = lower.dropFirst(5).first, lower.count == 6 {
      guard let byte = character.asciiValue, (0x40...0x7E).contains(byte) else { return nil }
      self = .control(character)
    } else if lower == "alt-space" {
      self = .alt(" ")
    } else if lower.hasPrefix("alt-"), let character = name.dropFirst(4).first, name.count == 5 {
      self = .alt(character)
    } else if lower.hasPrefix("f"), let number = Int(lower.dropFirst()), (1...63).contains(number) {
      self = .function(number)
    } else {
      return nil
    }
  }

  /// Reads names separated by spaces, as scripts and two-key bindings write them ("g g", "ctrl-w j").
  /// Nil if one of them is no key or there is none.
  public static func sequence(_ names: String) -> [Key]? {
    let keys = names.split(separator: " ").map { Key(name: String($0)) }
    let known = keys.compactMap { $0 }
    return known.isEmpty || known.count < keys.count ? nil : known
  }
}
