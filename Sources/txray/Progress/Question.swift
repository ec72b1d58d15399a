import Glibc

/// A question on the terminal.
enum Question {
  /// Whether somebody can be asked: both ends are a terminal.
  static var canBeAsked: Bool { isatty(STDIN_FILENO) == 1 && MessageStream().isTerminal }

  /// The answer, without blanks at its ends; nil for none, and where nobody can be asked.
  static func ask(_ text: String) -> String? {
    guard canBeAsked else { return nil }
    MessageStream.ask(text)
    guard let line = readLine() else { return nil }
    let blanks: Set<Character> = [" ", "\t", "\r"]
    let answer = line.drop { blanks.contains($0) }
    guard let last = answer.lastIndex(where: { !blanks.contains($0) }) else { return nil }
    return String(answer[...last])
  }
}
