import CTextWidth

/// What a piece of text becomes on a terminal: the same number of columns on all of them, and nothing
/// that a terminal would obey.
///
/// Tokens come from files nobody here wrote. Controls are shown as less shows them (`^[`), invisible
/// formatting (bidirectional overrides, zero-width spaces) and unassigned scalars as `<U+202E>`, a
/// combining mark without a base on a dotted circle. Widths are libc's, scalar by scalar. Terminals
/// disagree only about what joins neighbours into one glyph (zero-width joiners, variation selectors,
/// skin tones, tags); those are left out, so that every terminal draws the parts at the same columns.
public enum TerminalText {
  /// The columns that `text` takes. Complexity: O(length).
  public static func width(of text: some StringProtocol) -> Int {
    if isPrintableASCII(text) { return text.utf8.count }
    var width = 0
    forEachCell(of: text) { width += $0.width }
    return width
  }

  /// Calls `body` with every cell of the text, left to right: what to print there, and its columns (1 or 2).
  static func forEachCell(of text: some StringProtocol, _ body: (CellText) -> Void) {
    for cluster in text { forEachCell(ofCluster: cluster, body) }
  }

  /// The cells of one grapheme cluster. A spacing scalar opens a cell, the marks after it stay with it.
  static func forEachCell(ofCluster cluster: Character, _ body: (CellText) -> Void) {
    if let ascii = cluster.asciiValue, cluster.utf8.count == 1, isPrintable(ascii) {
      return body(CellText(text: String(cluster), width: 1))
    }
    var pending: CellText?
    var marks = 0
    func flush() {
      if let cell = pending { body(cell) }
      pending = nil
      marks = 0
    }
    for scalar in cluster.unicodeScalars {
      switch role(of: scalar, first: pending == nil) {
      case .base(let width):
        flush()
        pending = CellText(text: String(scalar), width: width)
      case .mark:
        // ncurses keeps four marks a cell; a longer pile is made to harm, not to be read.
        guard marks < 4 else { continue }
        if pending == nil { pending = CellText(text: "\u{25CC}", width: 1) }
        pending?.text.unicodeScalars.append(scalar)
        marks += 1
      case .joiner: continue
      case .escaped(let shown):
        flush()
        for character in shown { body(CellText(text: String(character), width: 1)) }
      }
    }
    flush()
  }

  /// What becomes of one scalar.
  enum ScalarRole {
    case base(width: Int)
    case mark
    case joiner
    case escaped(String)
  }

  static func role(of scalar: Unicode.Scalar, first: Bool) -> ScalarRole {
    let value = scalar.value
    if value < 0x20 { return .escaped("^" + String(Unicode.Scalar(UInt8(value) + 0x40))) }
    if value < 0x7F { return .base(width: 1) }
    if value == 0x7F { return .escaped("^?") }
    switch value {
    case 0x200C, 0x200D, 0xFE00...0xFE0F, 0x1F3FB...0x1F3FF, 0xE0020...0xE007F:
      // Alone they would be invisible or, for a skin tone, an ordinary wide cell.
      guard first else { return .joiner }
      return 0x1F3FB...0x1F3FF ~= value ? .base(width: 2) : .escaped(codePoint(value))
    default: break
    }
    if isUnseen(scalar) { return .escaped(codePoint(value)) }
    switch text_width_of_scalar(value) {
    case 0: return .mark
    case let width where width > 0: return .base(width: Int(width))
    default: return .escaped(codePoint(value))
    }
  }

  private static func codePoint(_ value: UInt32) -> String {
    let digits = String(value, radix: 16, uppercase: true)
    return "<U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits + ">"
  }

  static func isPrintable(_ byte: UInt8) -> Bool { byte >= 0x20 && byte < 0x7F }

  static func isPrintableASCII(_ text: some StringProtocol) -> Bool { text.utf8.allSatisfy(isPrintable) }
}
