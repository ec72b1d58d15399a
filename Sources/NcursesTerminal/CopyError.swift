/// Why text did not go to the clipboard.
public enum CopyError: Error, Equatable, Sendable {
  /// More than terminals take; the limit is in bytes of the text.
  case tooLong(bytes: Int, limit: Int)
  /// The terminal has no clipboard (the linux console, a vt100).
  case unsupported
}
