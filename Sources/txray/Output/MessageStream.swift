import Dispatch
import TerminalUI

/// What is said on standard error: messages, and on a terminal a line that moves.
///
/// That nobody may hear it is no reason to stop: failed writes are passed over.
final class MessageStream {
  private let stream = StandardStream.error
  private var lineIsOpen = false
  private var lastDrawn: UInt64 = 0

  /// Whether a line that moves can be shown.
  var isTerminal: Bool { stream.isTerminal }

  /// Says one line by itself.
  static func say(_ text: String) { MessageStream().line(text) }

  /// Ends the moving line and says a whole one.
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

  /// Takes the moving line away.
  func finish() {
    if lineIsOpen { write(.clearedLine) }
    lineIsOpen = false
  }

  private func write(_ text: TerminalSafe) { try? stream.write(text) }
}
