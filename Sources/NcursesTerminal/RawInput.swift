import CNcurses

/// What ncurses makes of the terminal's bytes.
package enum RawInput: Equatable {
  case scalar(Unicode.Scalar)
  case key(terminal_key.RawValue)
  case mouse(terminal_mouse.RawValue, x: Int, y: Int)

  /// Nil where there was nothing to read.
  init?(_ input: terminal_input) {
    switch input.kind {
    case TERMINAL_SCALAR: self = .scalar(Unicode.Scalar(input.value) ?? "\u{FFFD}")
    case TERMINAL_KEY: self = .key(input.value)
    case TERMINAL_MOUSE: self = .mouse(input.value, x: Int(input.x), y: Int(input.y))
    default: return nil
    }
  }
}
