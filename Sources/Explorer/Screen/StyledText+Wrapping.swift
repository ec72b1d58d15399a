import TerminalUI

extension StyledText {
  /// A sentence in lines of at most `width` columns, broken between words.
  static func wrapped(_ text: String, width: Int, _ style: Style) -> [StyledText] {
    wrapped(text, width: width).map { StyledText($0, style) }
  }

  /// The same lines as plain text.
  static func wrapped(_ text: String, width: Int) -> [String] {
    var lines: [String] = []
    for word in text.split(separator: " ") {
      if let last = lines.last, TerminalText.width(of: last) + 1 + TerminalText.width(of: word) <= width {
        lines[lines.count - 1] = last + " " + word
      } else {
        lines.append(String(word))
      }
    }
    return lines
  }
}
