import Dispatch
import TerminalUI

/// What is said on standard error: messages, and on a terminal a line that moves.
///
/// Failed writes are ignored: the work goes on even if nobody reads the messages.
final class MessageStream {
  private let stream = StandardStream.error
  private var lineIsOpen = false
  private var lastDrawn: UInt64 = 0

  /// Whether a line that moves can be shown.
  var isTerminal: Bool { stream.isTerminal }

  /// Writes one line.
  static func say(_ text: String) { MessageStream().line(text) }

  /// Says what the numbers may not mean what they seem to mean for.
  static func warn(_ text: String) { say("txray: warning: \(text)") }

  /// Says what was assumed, or what else could be done.
  static func note(_ text: String) { say("txray: note: \(text)") }

  /// Writes a question and leaves the cursor behind it.
  static func ask(_ text: String) { MessageStream().write(TerminalSafe(line: text)) }

  /// Clears the moving line and writes a whole one.
  func line(_ text: String) {
    finish()
    write(TerminalSafe(line: text) + .lineFeed)
  }

  /// Draws the moving line anew, on a terminal and at most ten times a second.
  func moving(_ text: () -> String) {
    guard isTerminal else { return }
    let now = DispatchTime.now().uptimeNanoseconds
    guard now - lastDrawn > 100_000_000 else { return }
    lastDrawn = now
    let width = max(1, (stream.columns ?? 80) - 1)
    write(.clearedLine + TerminalSafe(line: TerminalText.truncated(text(), to: width, sign: "…")))
    lineIsOpen = true
  }

  /// Clears the moving line.
  func finish() {
    if lineIsOpen { write(.clearedLine) }
    lineIsOpen = false
  }

  private func write(_ text: TerminalSafe) { try? stream.write(text) }
}
