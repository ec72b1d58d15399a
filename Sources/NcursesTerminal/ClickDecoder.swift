import TerminalUI

/// Reads the terminal's reports of the mouse, and tells double clicks from single ones.
struct ClickDecoder {
  /// Two presses at one place within this time are a double click.
  static let doubleClickTime = Duration.milliseconds(300)

  private var lastClick: (position: Point, time: ContinuousClock.Instant)?

  /// The event of a report in SGR's form, `[<button;column;rowM` (`m` for a release), without its ESC; nil for
  /// releases, movement and what is no such report.
  mutating func event(of sequence: String, now: ContinuousClock.Instant) -> MouseEvent? {
    guard sequence.hasPrefix("[<"), sequence.last == "M" else { return nil }
    let numbers = sequence.dropFirst(2).dropLast().split(separator: ";").compactMap { Int($0) }
    guard numbers.count == 3 else { return nil }
    return event(button: numbers[0], at: Point(x: numbers[1] - 1, y: numbers[2] - 1), now: now)
  }

  /// The event of a report in the form before SGR's: button, column and row, each 32 too large.
  mutating func event(ofLegacyReport bytes: [UInt32], now: ContinuousClock.Instant) -> MouseEvent? {
    guard bytes.count == 3, bytes.allSatisfy({ $0 >= 32 }) else { return nil }
    let numbers = bytes.map { Int($0) - 32 }
    return event(button: numbers[0], at: Point(x: numbers[1] - 1, y: numbers[2] - 1), now: now)
  }

  private mutating func event(button: Int, at position: Point, now: ContinuousClock.Instant) -> MouseEvent? {
    let modifiers = 4 | 8 | 16
    switch button & ~modifiers {
    case 0:
      let isDouble =
        lastClick.map { $0.position == position && now - $0.time < Self.doubleClickTime } ?? false
      lastClick = isDouble ? nil : (position, now)
      return MouseEvent(isDouble ? .doubleClick : .click, at: position)
    case 1, 2: return MouseEvent(.secondaryClick, at: position)
    case 64: return MouseEvent(.scrollUp, at: position)
    case 65: return MouseEvent(.scrollDown, at: position)
    default: return nil
    }
  }
}
