/// One line of text being typed, with its cursor.
public struct TextInput: Hashable, Sendable {
  /// The text.
  public private(set) var text: [Character]
  /// The place of the cursor: the number of characters before it.
  public private(set) var cursor: Int

  /// Makes a line with the cursor at its end.
  public init(_ text: String = "") {
    self.text = Array(text)
    cursor = self.text.count
  }

  /// The text as a string.
  public var string: String { String(text) }

  /// Applies a key as readline would, and says whether it was one that edits.
  public mutating func handle(_ key: Key) -> Bool {
    switch key {
    case .character(let character): insert(String(character))
    case .left, .control("b"): cursor = max(0, cursor - 1)
    case .right, .control("f"): cursor = min(text.count, cursor + 1)
    case .home, .control("a"): cursor = 0
    case .end, .control("e"): cursor = text.count
    case .backspace, .control("h"): remove(from: cursor - 1, to: cursor)
    case .delete, .control("d"): remove(from: cursor, to: cursor + 1)
    case .control("u"): remove(from: 0, to: cursor)
    case .control("k"): remove(from: cursor, to: text.count)
    case .control("w"): remove(from: wordStart, to: cursor)
    default: return false
    }
    return true
  }

  /// Inserts `string` at the cursor; line breaks and tabs become spaces, other controls are left out.
  public mutating func insert(_ string: String) {
    let typed = string.compactMap { character -> Character? in
      if character.isNewline || character == "\t" { return " " }
      return character.unicodeScalars.contains { $0.properties.generalCategory == .control } ? nil : character
    }
    let before = String(text[..<cursor]) + String(typed)
    let after = String(text[cursor...])
    // A typed mark joins the character before it, so the line is cut into characters anew.
    cursor = before.count
    text = Array(before + after)
    cursor = min(cursor, text.count)
  }

  private var wordStart: Int {
    var index = cursor
    while index > 0, text[index - 1] == " " { index -= 1 }
    while index > 0, text[index - 1] != " " { index -= 1 }
    return index
  }

  private mutating func remove(from start: Int, to end: Int) {
    let range = max(0, start)..<max(max(0, start), min(end, text.count))
    text.removeSubrange(range)
    if cursor > range.lowerBound { cursor = max(range.lowerBound, cursor - range.count) }
  }

  /// Draws `prompt` and the line into the first row of `region`, scrolled so that the cursor is in sight.
  public func draw(into grid: inout Grid, in region: Rect, prompt: StyledText = "", appearance: Appearance) {
    let line = region.row(0)
    grid.fill(line, style: appearance[.text])
    let promptEnd = grid.write(prompt, at: line.origin, base: appearance[.key], clip: line)
    let field = line.splitLeft(promptEnd - line.x).rest
    guard !field.isEmpty else { return }
    let widths = text.map { TerminalText.width(of: String($0)) }
    let cursorWidth = cursor < text.count ? max(1, widths[cursor]) : 1
    var first = 0
    var before = widths[..<cursor].reduce(0, +)
    while first < cursor, before + cursorWidth > field.width {
      before -= widths[first]
      first += 1
    }
    grid.write(String(text[first...]), at: field.origin, style: appearance[.text], clip: field)
    let cell = Rect(x: field.x + before, y: field.y, width: cursorWidth, height: 1).intersection(field)
    grid.overlay(cell, style: Style(attributes: .reverse))
  }
}
