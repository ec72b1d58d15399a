/// Something that happened at the terminal.
public enum InputEvent: Hashable, Sendable {
  /// A key was pressed.
  case key(Key)
  /// The mouse was used.
  case mouse(MouseEvent)
  /// The terminal has another size.
  case resize(Size)
  /// Text was pasted, in one piece.
  case paste(String)
  /// The terminal has shown all that was sent to it.
  case caughtUp
  /// Background work asked for a look at its results.
  case wake
  /// The terminal is gone.
  case endOfInput
}
