/// What the explorer wants of the terminal it runs on.
public enum TerminalRequest: Hashable, Sendable {
  /// The end.
  case quit
  /// Back to the shell until continued.
  case suspend
  /// Everything drawn anew.
  case redraw
  /// The theme of that name.
  case setTheme(String)
  /// This text in the clipboard.
  case copy(String)
  /// The mouse on or off.
  case setMouse(Bool)
}
