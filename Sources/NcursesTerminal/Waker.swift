import CNcurses

/// Lets background work ask the thread of the terminal for a look at its results.
public struct Waker: Sendable {
  /// Makes a waker; all of them wake the same terminal.
  public init() {}

  /// Makes `NcursesTerminal.events` return with `.wake`. From any thread; several calls may become one event.
  public func wake() { terminal_wake() }
}
