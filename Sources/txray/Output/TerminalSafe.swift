import TerminalUI

/// Text that a terminal shows and does not obey: the only kind of text that leaves the program.
///
/// Tokens, names of stages, paths and messages come from files and people. Whatever in them would steer a
/// terminal is written out (`^[`, `<U+202E>`) when a value is made, so it can't be bypassed.
struct TerminalSafe {
  /// What is written.
  private(set) var text: String

  /// One line without its end, for people: what can't be seen is written out too, line feeds included.
  init(line: String) { text = TerminalText.escaped(line) }

  /// One line without its end, for programs: only what would steer a terminal is written out.
  init(data: String) { text = TerminalText.escaped(data, .steering) }

  /// Several lines for programs, in a format that uses tabs and line feeds: CoNLL-U, HTML, TOML.
  init(document: String) {
    text = document.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      line.split(separator: "\t", omittingEmptySubsequences: false)
        .map { TerminalText.escaped(String($0), .steering) }.joined(separator: "\t")
    }.joined(separator: "\n")
  }

  /// JSON, or a piece of it cut between two tokens. Such characters can occur only inside strings, where
  /// `\u202e` means the same.
  init(json: String) {
    guard json.utf8.contains(where: { $0 < 0x20 || $0 >= 0x7F }) else {
      text = json
      return
    }
    var escaped = String.UnicodeScalarView()
    for scalar in json.unicodeScalars {
      if TerminalText.isUnseen(scalar), scalar != "\n" {
        for unit in String(scalar).utf16 {
          let digits = String(unit, radix: 16)
          let zeros = String(repeating: "0", count: 4 - digits.count)
          escaped.append(contentsOf: "\\u\(zeros)\(digits)".unicodeScalars)
        }
      } else {
        escaped.append(scalar)
      }
    }
    text = String(escaped)
  }

  private init(unchanged text: String) { self.text = text }

  /// Returns to the start of the terminal's line and clears it.
  static let clearedLine = TerminalSafe(unchanged: "\r\u{1B}[K")
  /// Ends a line.
  static let lineFeed = TerminalSafe(unchanged: "\n")
  /// Separates two cells of a row.
  static let tab = TerminalSafe(unchanged: "\t")

  static func + (left: TerminalSafe, right: TerminalSafe) -> TerminalSafe {
    TerminalSafe(unchanged: left.text + right.text)
  }

  static func += (left: inout TerminalSafe, right: TerminalSafe) { left.text += right.text }

  /// Empties it, keeping its capacity.
  mutating func removeAll() { text.removeAll(keepingCapacity: true) }
}
