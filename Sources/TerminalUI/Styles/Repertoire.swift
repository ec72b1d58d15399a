/// Which characters may reach the terminal.
public enum Repertoire: Hashable, CaseIterable, Sendable {
  /// Any printable one.
  case unicode
  /// Those of ASCII; others become look-alikes or "?".
  case ascii
}
