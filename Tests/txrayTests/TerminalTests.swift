import Testing

/// What opens terminals, one test after the other: ncurses has one at a time, and a program started while it is
/// open in this process would inherit it.
@Suite(.serialized) struct TerminalTests {}
