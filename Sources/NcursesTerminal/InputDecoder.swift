import CNcurses
import TerminalUI

/// Makes events of raw input: Alt, pasted text, double clicks; swallows escape sequences nobody knows, so
/// that they are not taken for commands.
package struct InputDecoder {
  private enum State: Equatable {
    case plain
    case escape
    /// Inside a sequence that ncurses does not know, until its last byte.
    case sequence(String)
    /// Inside the mouse report of terminals that do not know SGR's form: three scalars.
    case legacyReport([UInt32])
    case paste
  }

  /// Longer pastes are cut: they are meant for a line of text.
  package static let pasteLimit = 1 << 16

  private var state = State.plain
  private var pasted: [Unicode.Scalar] = []
  private var clicks = ClickDecoder()

  package init() {}

  /// Takes one input.
  package mutating func add(_ raw: RawInput, now: ContinuousClock.Instant, to events: inout [InputEvent]) {
    switch raw {
    case .scalar(let scalar): add(scalar, now: now, to: &events)
    case .key(terminal_key.RawValue(TERMINAL_KEY_PASTE_START.rawValue)):
      finishBurst(&events)
      state = .paste
    case .key(terminal_key.RawValue(TERMINAL_KEY_PASTE_END.rawValue)):
      if state == .paste { events.append(.paste(String(String.UnicodeScalarView(pasted)))) }
      pasted = []
      state = .plain
    case .key(let code):
      finishBurst(&events)
      guard state != .paste else { return }
      state = .plain
      if let key = Self.key(of: code) { events.append(.key(key)) }
    }
  }

  /// Whether the rest of a sequence is on its way: worth a moment's wait, or its bytes would be keys.
  package var isInsideSequence: Bool {
    switch state {
    case .sequence, .legacyReport: true
    case .plain, .escape, .paste: false
    }
  }

  /// To be called when the queue of input is empty: a lone Esc is the key then.
  package mutating func finishBurst(_ events: inout [InputEvent]) {
    switch state {
    case .escape: events.append(.key(.escape))
    case .sequence(let text) where text.count == 1: events.append(.key(.alt(Character(text))))
    case .plain: break
    // The rest is still on its way.
    case .sequence, .legacyReport, .paste: return
    }
    state = .plain
  }

  private mutating func add(
    _ scalar: Unicode.Scalar, now: ContinuousClock.Instant, to events: inout [InputEvent]
  ) {
    switch state {
    case .plain:
      if scalar == "\u{1B}" { state = .escape } else { append(scalar, to: &events) }
    case .escape:
      if scalar == "[" || scalar == "O" {
        state = .sequence(String(scalar))
      } else if scalar == "\u{1B}" {
        events.append(.key(.escape))
      } else {
        state = .plain
        let isPrintable = scalar.value >= 0x20 && scalar.value != 0x7F
        events += isPrintable ? [.key(.alt(Character(scalar)))] : [.key(.escape), .key(Self.key(of: scalar))]
      }
    case .sequence(let text):
      let longer = text + String(scalar)
      // SS3 has one byte, a control sequence ends with one from @ to ~.
      let isLast = text == "O" || (0x40...0x7E).contains(scalar.value) || text.utf8.count > 64
      state = isLast ? .plain : .sequence(longer)
      if longer == "[M" { state = .legacyReport([]) }
      if longer == "[0n" { events.append(.caughtUp) }
      if isLast, let event = clicks.event(of: longer, now: now) { events.append(.mouse(event)) }
    case .legacyReport(let bytes):
      let longer = bytes + [scalar.value]
      state = longer.count < 3 ? .legacyReport(longer) : .plain
      if let event = clicks.event(ofLegacyReport: longer, now: now) { events.append(.mouse(event)) }
    case .paste:
      if pasted.count < Self.pasteLimit { pasted.append(scalar) }
    }
  }

  private func append(_ scalar: Unicode.Scalar, to events: inout [InputEvent]) {
    let key = Self.key(of: scalar)
    // Marks come as scalars of their own: they belong to the character before.
    if case .character(let mark) = key, case .key(.character(let base))? = events.last,
      String([base, mark]).count == 1
    {
      events[events.count - 1] = .key(.character(Character(String([base, mark]))))
    } else {
      events.append(.key(key))
    }
  }

  static func key(of scalar: Unicode.Scalar) -> Key {
    switch scalar.value {
    case 0x09: .tab
    case 0x0A, 0x0D: .enter
    case 0x1B: .escape
    case 0x7F: .backspace
    case 0x01...0x1A: .control(Character(Unicode.Scalar(UInt8(scalar.value) + 0x60)))
    case 0x00...0x1F: .control(Character(Unicode.Scalar(UInt8(scalar.value) + 0x40)))
    default: .character(Character(scalar))
    }
  }

  static func key(of code: terminal_key.RawValue) -> Key? {
    switch terminal_key(rawValue: code) {
    case TERMINAL_KEY_UP: .up
    case TERMINAL_KEY_DOWN: .down
    case TERMINAL_KEY_LEFT: .left
    case TERMINAL_KEY_RIGHT: .right
    case TERMINAL_KEY_SHIFT_UP: .shiftUp
    case TERMINAL_KEY_SHIFT_DOWN: .shiftDown
    case TERMINAL_KEY_PAGE_UP: .pageUp
    case TERMINAL_KEY_PAGE_DOWN: .pageDown
    case TERMINAL_KEY_HOME: .home
    case TERMINAL_KEY_END: .end
    case TERMINAL_KEY_ENTER: .enter
    case TERMINAL_KEY_BACK_TAB: .backTab
    case TERMINAL_KEY_BACKSPACE: .backspace
    case TERMINAL_KEY_DELETE: .delete
    case TERMINAL_KEY_INSERT: .insert
    case let key where key.rawValue > TERMINAL_KEY_F0.rawValue:
      .function(Int(key.rawValue - TERMINAL_KEY_F0.rawValue))
    default: nil
    }
  }
}
