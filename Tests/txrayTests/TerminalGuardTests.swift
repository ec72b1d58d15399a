import Foundation
import Testing

/// What opens terminals, one test after the other: ncurses has one at a time, and a program started while it is
/// open in this process would inherit it.
@Suite(.serialized) struct TerminalTests {}

extension TerminalTests {
  /// The terminal is left as it was found, whatever ends the program: checked on a small program that opens it
  /// through CNcurses.
  @Suite struct TerminalGuardTests {
    private func started(_ type: String = "xterm-256color", width: Int = 80, height: Int = 24) throws
      -> PseudoTerminalSession
    {
      let session = try PseudoTerminalSession(nil, [type], width: width, height: height)
      try #require(session.wait(for: "size \(width)x\(height)"))
      #expect(session.screen.isAlternate && !session.screen.isCursorVisible && !session.isSane)
      return session
    }

    @Test(arguments: [
      SIGTERM, SIGINT, SIGHUP, SIGQUIT, SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGABRT, SIGFPE, SIGSYS, SIGXFSZ,
      SIGXCPU, SIGPIPE, SIGALRM, SIGUSR1, SIGUSR2, SIGVTALRM, SIGPROF, SIGPOLL, SIGPWR,
    ])
    func signalsLeaveASaneTerminalAndTakeTheirCourse(signal: Int32) throws {
      let session = try started()
      session.signal(signal)
      #expect(session.waitForEnd() == .killed(by: signal))
      #expect(session.isSane && session.screen.unknown.isEmpty)
    }

    @Test(arguments: [("s", SIGSEGV), ("t", SIGILL), ("a", SIGABRT), ("o", SIGSEGV)])
    func crashesLeaveASaneTerminal(key: String, signal: Int32) throws {
      let session = try started()
      session.send(key)
      #expect(session.waitForEnd() == .killed(by: signal))
      #expect(session.isSane)
    }

    @Test func theQuitKeyEndsAProgramThatDoesNotListen() throws {
      let session = try started()
      session.send("l")
      session.send("\u{3}\u{1A}\u{1C}")
      #expect(session.waitForEnd() == .killed(by: SIGQUIT))
      #expect(session.isSane)
    }

    @Test func exitWithoutClosingLeavesASaneTerminal() throws {
      let session = try started()
      session.send("x")
      #expect(session.waitForEnd() == .exited(3))
      #expect(session.isSane)
    }

    @Test func closingLeavesASaneTerminal() throws {
      let session = try started()
      session.send("q")
      #expect(session.waitForEnd() == .exited(0))
      #expect(session.isSane)
    }

    @Test(arguments: ["key", "signal"])
    func stoppingGivesTheTerminalToTheShellAndTakesItBack(how: String) throws {
      let session = try started()
      if how == "key" { session.send("z") } else { session.signal(SIGTSTP) }
      #expect(session.waitForEnd() == .stopped)
      #expect(session.isSane)
      session.continueJob()
      #expect(session.wait { $0.isAlternate } && session.wait(for: "size 80x24"))
      #expect(!session.isSane)
      session.send("q")
      #expect(session.waitForEnd() == .exited(0))
      #expect(session.isSane)
    }

    @Test func aStopThatCannotBeCaughtIsRepairedWhenTheProgramGoesOn() throws {
      let session = try started()
      session.signal(SIGSTOP)
      #expect(session.waitForEnd() == .stopped)
      session.continueJob()
      session.settle()
      session.send("q")
      #expect(session.waitForEnd() == .exited(0))
      #expect(session.isSane)
    }

    @Test(arguments: [(1, 1), (2, 1), (40, 10), (200, 60), (3, 30)])
    func theSizeFollowsTheTerminal(width: Int, height: Int) throws {
      let session = try started()
      session.resize(width: width, height: height)
      let shown = "size \(width)x\(height)".prefix(width)
      #expect(session.wait { $0.lines.first.map { $0.hasPrefix(shown) } ?? false })
      session.resize(width: 80, height: 24)
      #expect(session.wait(for: "size 80x24"))
      session.send("q")
      #expect(session.waitForEnd() == .exited(0))
    }

    @Test(arguments: ["xterm-256color", "screen-256color", "tmux-256color", "linux", "vt100", "xterm-direct"])
    func everyTerminalTypeIsOpenedAndRestored(type: String) throws {
      let session = try PseudoTerminalSession(nil, [type], environment: ["TERM": type])
      #expect(session.wait(for: "size 80x24"))
      session.signal(SIGTERM)
      #expect(session.waitForEnd() == .killed(by: SIGTERM))
      #expect(session.screen.isCursorVisible && session.screen.look == .init())
    }

    @Test(arguments: [("no-such-terminal", 1), ("dumb", 2)])
    func unusableTypesWriteNothing(type: String, status: Int32) throws {
      let session = try PseudoTerminalSession(nil, [type])
      #expect(session.waitForEnd() == .exited(64 + status))
      #expect(session.bytesReceived == 0)
    }

    @Test func idleSendsNothing() throws {
      let session = try started()
      session.settle()
      #expect(session.settle(quiet: 0.5) == 0)
      session.send("q")
      #expect(session.waitForEnd() == .exited(0))
    }
  }
}
