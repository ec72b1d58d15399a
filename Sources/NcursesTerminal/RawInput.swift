import CNcurses

/// What ncurses makes of the terminal's bytes.
package enum RawInput: Equatable {
  case scalar(Unicode.Scalar)
  case key(terminal_key.RawValue)

  /// Nil where there was nothing to read.
  init?(_ input: terminal_input) {
    switch input.kind {
    case TERMINAL_SCALAR: self = .scalar(Unicode.Scalar(input.value) ?? "\u{FFFD}")
    case TERMINAL_KEY: self = .key(input.value)
    default: return nil
    }
  }
}
