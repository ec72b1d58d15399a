/// Why a terminal could not be opened. Nothing was written to it.
public enum TerminalOpeningError: Error, Equatable, Sendable {
  /// A stream that must be a terminal is a file or a pipe.
  case notATerminal(Stream)
  /// Neither the type in TERM nor the one tried instead is known to terminfo.
  case unknownType(asked: String, tried: String)
  /// The type is known, but the cursor can't be placed on it ("dumb").
  case incapableType(String)
  /// Out of memory or descriptors, or a terminal is open already.
  case failed

  /// Which stream is meant.
  public enum Stream: Sendable {
    /// Standard input: keys.
    case input
    /// Standard output: the screen.
    case output
  }
}
