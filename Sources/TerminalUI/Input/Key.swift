/// A key as the user names it, whatever bytes the terminal sends for it.
public enum Key: Hashable, Sendable {
  /// A printable character, with Shift already in it.
  case character(Character)
  /// A letter (lower case) or one of `@[\]^_` held with Ctrl. Enter, Tab and Esc have cases of their own.
  case control(Character)
  /// A character held with Alt.
  case alt(Character)
  /// F1 and up.
  case function(Int)
  case up, down, left, right
  case shiftUp, shiftDown
  case pageUp, pageDown, home, end
  case enter, escape, tab, backTab, backspace, delete, insert
}
