extension TerminalText {
  /// How much of a text is written out as what it is called.
  public enum Escaping: Sendable {
    /// What a terminal would obey: controls, bidirectional overrides, line and paragraph separators. The rest
    /// stays, to the byte, for programs that read it.
    case steering
    /// Besides, what could not be seen: other formatting, and scalars that mean nothing yet. Joiners of visible
    /// characters stay.
    case unseen
  }

  /// `text` on one line, with what a terminal would obey written out: `^[`, `<U+202E>`. Complexity: O(length).
  public static func escaped(_ text: String, _ escaping: Escaping = .unseen) -> String {
    if isPrintableASCII(text) { return text }
    var result = String.UnicodeScalarView()
    var isFirst = true
    for scalar in text.unicodeScalars {
      if let name = escape(for: scalar, first: isFirst, escaping) {
        result.append(contentsOf: name.unicodeScalars)
        isFirst = true
      } else {
        result.append(scalar)
        isFirst = scalar == " "
      }
    }
    return String(result)
  }

  /// `text` exactly as a grid shows it, joiners left out: it takes `width(of: text)` columns on every terminal.
  public static func shown(_ text: String) -> String {
    if isPrintableASCII(text) { return text }
    var result = ""
    forEachCell(of: text) { result += $0.text }
    return result
  }

  /// Whether a terminal or an editor may do something else with `scalar` than show it, or can't show it.
  public static func isUnseen(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .unassigned, .surrogate: true
    default: false
    }
  }

  /// Whether a terminal may obey `scalar`, or let it rearrange its neighbours.
  private static func steers(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .lineSeparator, .paragraphSeparator: true
    case .format: scalar.properties.isBidiControl
    default: false
    }
  }

  private static func escape(
    for scalar: Unicode.Scalar, first: Bool, _ escaping: Escaping
  ) -> String? {
    guard isUnseen(scalar), escaping == .unseen || steers(scalar) else { return nil }
    if case .escaped(let shown) = role(of: scalar, first: first) { return shown }
    return nil
  }
}
