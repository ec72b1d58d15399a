import Foundation
import SyntheticRuns
import Testing

extension TerminalTests {
  /// The real program on a made-up run, as a person uses it.
  @Suite struct ExplorerTerminalTests {
    private func started(
      _ arguments: [String] = [], run: String = SyntheticRun.folder, environment: [String: String] = [:],
      width: Int = 80, height: Int = 24
    ) throws -> PseudoTerminalSession {
      let session = try PseudoTerminalSession(
        PseudoTerminalSession.txray, ["explore", run] + arguments, environment: environment, width: width,
        height: height)
      // Somebody new reads a line about it; who has been here sees the keys.
      let isOpen = session.wait { screen in
        screen.lines.contains { $0.contains("explains") || $0.contains("help") }
      }
      try #require(isOpen, "\(session.screen.lines.joined(separator: "\n"))")
      session.settle()
      return session
    }

    @Test func opensMovesFlipsMarksResizesAndQuits() throws {
      let folder = try SyntheticRun.copy()
      defer { try? FileManager.default.removeItem(atPath: folder) }
      let session = try started(run: folder, width: 120)
      #expect(session.wait(for: "1/24"))
      session.send("jj")
      #expect(session.wait(for: "3/24"))
      session.send("1")
      #expect(session.wait(for: "wins 1"))
      session.send("s")
      session.settle()
      session.send(" ")
      #expect(session.wait(for: "4/24") && session.wait(for: "1 marked"))
      for (width, height) in [(40, 10), (120, 40), (1, 1), (7, 3), (80, 24)] {
        session.resize(width: width, height: height)
        session.settle()
      }
      #expect(session.wait(for: "1 marked"))
      session.send("q")
      #expect(session.waitForEnd() == .exited(0))
      #expect(session.isSane)
      let again = try started(run: folder)
      #expect(again.wait(for: "1 marked"))
      #expect(again.wait(for: "●"), "\(again.screen.lines.joined(separator: "\n"))")
    }

    @Test(arguments: [SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGSEGV, SIGILL])
    func signalsAndCrashesLeaveASaneTerminal(signal: Int32) throws {
      let session = try started()
      session.signal(signal)
      #expect(session.waitForEnd() == .killed(by: signal))
      #expect(session.isSane)
    }

    @Test func stopsAndGoesOn() throws {
      let session = try started()
      session.send("\u{1A}")
      #expect(session.waitForEnd() == .stopped)
      #expect(session.isSane)
      session.continueJob()
      #expect(session.wait(for: "1/24"))
      session.send("q")
      #expect(session.waitForEnd() == .exited(0))
    }

    @Test(arguments: [
      "xterm-256color", "screen-256color", "tmux-256color", "linux", "vt100", "xterm-direct",
      "no-such-terminal",
    ])
    func worksOnEveryTerminal(type: String) throws {
      let session = try started(environment: ["TERM": type])
      session.send("j")
      #expect(session.wait(for: "2/24"))
      session.send("q")
      #expect(session.waitForEnd() == .exited(0))
      #expect(session.isSane)
    }

    @Test(arguments: [
      ([:], "\u{1B}]52;c;"), (["TMUX": "/tmp/tmux,1,0"], "\u{1B}Ptmux;\u{1B}\u{1B}]52;c;"),
      (["TERM": "screen-256color", "STY": "1.pts-1"], "\u{1B}P\u{1B}]52;c;"),
    ])
    func copiesThroughTheTerminal(environment: [String: String], start: String) throws {
      let session = try started(environment: environment)
      session.send("y")
      session.settle()
      let sent = String(decoding: session.received, as: UTF8.self)
      let place = try #require(sent.range(of: start))
      let encoded = sent[place.upperBound...].prefix { $0.isLetter || $0.isNumber || "+/=".contains($0) }
      // screen takes longer texts in parts; the first is enough.
      let whole = String(encoded.prefix(encoded.count / 4 * 4))
      let text = String(decoding: try #require(Data(base64Encoded: whole)), as: UTF8.self)
      #expect(text.hasPrefix("lstm.0:"))
      session.send("q")
      #expect(session.waitForEnd() == .exited(0))
    }

    @Test func obeysTheConfigurationFile() throws {
      let folder = NSTemporaryDirectory() + "/txray-config-\(UUID().uuidString)"
      defer { try? FileManager.default.removeItem(atPath: folder) }
      try FileManager.default.createDirectory(atPath: folder + "/txray", withIntermediateDirectories: true)
      let file = folder + "/txray/config.toml"
      try "[keys]\n\"Q\" = \"quit\"\n".write(toFile: file, atomically: true, encoding: .utf8)
      let session = try started(environment: ["XDG_CONFIG_HOME": folder])
      session.send("Q")
      #expect(session.waitForEnd() == .exited(0))
      try "mouse = 3\n".write(toFile: file, atomically: true, encoding: .utf8)
      let refused = try PseudoTerminalSession(
        PseudoTerminalSession.txray, ["explore", SyntheticRun.folder],
        environment: ["XDG_CONFIG_HOME": folder])
      #expect(refused.waitForEnd() == .exited(65))
      #expect(refused.screen.lines.joined().contains("config.toml:1"))
    }

    @Test func goesOnWhereItWasLeft() throws {
      let folder = NSTemporaryDirectory() + "/txray-state-\(UUID().uuidString)"
      defer { try? FileManager.default.removeItem(atPath: folder) }
      let environment = ["XDG_STATE_HOME": folder]
      let first = try started(environment: environment, width: 120)
      #expect(first.wait(for: "A line a neuron"), "somebody new is told what is seen")
      first.send("jjj1")
      #expect(first.wait(for: "4/24") && first.wait(for: "wins 1"))
      first.send("q")
      #expect(first.waitForEnd() == .exited(0))
      let second = try started(environment: environment, width: 120)
      #expect(second.wait(for: "4/24") && second.wait(for: "wins 1"))
      #expect(!second.screen.lines.joined().contains("A line a neuron"))
      second.send("q")
      #expect(second.waitForEnd() == .exited(0))
      let file = folder + "/txray/state.toml"
      try "version = \u{0}".write(toFile: file, atomically: true, encoding: .utf8)
      let third = try PseudoTerminalSession(
        PseudoTerminalSession.txray, ["explore", SyntheticRun.folder], environment: environment)
      #expect(third.wait(for: "Where you left is not known") && third.wait(for: "1/24"))
      third.send("jq")
      #expect(third.waitForEnd() == .exited(0))
      let fourth = try started(environment: environment)
      #expect(fourth.wait(for: "2/24"), "the damaged file has been replaced")
      fourth.send("q")
      #expect(fourth.waitForEnd() == .exited(0))
    }

    @Test func textIsPipedInWhileKeysComeFromTheTerminal() throws {
      let command = "echo the good film | exec \"$0\" explore \"$1\" --text -"
      let session = try PseudoTerminalSession(
        "/bin/sh", ["-c", command, PseudoTerminalSession.txray, SyntheticRun.folder])
      // The made-up run has no model; that it says so shows that the text came through.
      #expect(
        session.wait(for: "has no model here to read text"),
        "\(session.screen.lines.joined(separator: "\n"))")
      session.send("j")
      #expect(session.wait(for: "2/24"))
      // Out of the view of the text, and of the program.
      session.send("qq")
      #expect(session.waitForEnd() == .exited(0))
      #expect(session.isSane)
    }

    @Test func drawsEverythingAnewWhenAsked() throws {
      let session = try started()
      session.send("k")
      session.settle()
      let before = session.screen.lines
      // Another program writes over the screen.
      session.overwrite(with: "\u{1B}[2J\u{1B}[5;5Hmail for you")
      #expect(session.screen.lines != before)
      session.send("\u{0C}")
      session.settle()
      #expect(session.screen.lines == before)
      session.send("q")
      #expect(session.waitForEnd() == .exited(0))
    }

    @Test func unusualWordsKeepColumnsAligned() throws {
      let folder = NSTemporaryDirectory() + "/txray-words-\(UUID().uuidString)"
      defer { try? FileManager.default.removeItem(atPath: folder) }
      try SyntheticRun.write(to: folder, words: SyntheticRun.unusualWords)
      let session = try started(run: folder, width: 120, height: 40)
      session.send("m")
      for _ in 0..<12 {
        session.send("j")
        session.settle()
        // The line between table and detail stands in one column, and shares end in another.
        for y in 2..<37 {
          #expect(session.screen.rows[y][57].text == "│", "row \(y)")
          let share = session.screen.rows[y][77].text
          #expect(y < 9 || share == "%" || share == " " || share == "", "row \(y): \(share)")
        }
      }
      session.send("q")
      #expect(session.waitForEnd() == .exited(0))
    }

    /// The budgets for 80x24, in bytes.
    @Test func staysWithinItsBudgets() throws {
      let session = try PseudoTerminalSession(
        PseudoTerminalSession.txray, ["explore", SyntheticRun.folder, "--theme", "terminal-16"])
      let opening = session.settle(quiet: 1)
      // A build without optimisation takes longer to test distances than the first frame waits: a second one
      // follows. The whole screen sent again must do with what the opening has.
      #if DEBUG
        #expect(opening <= 2 * 3072, "two frames")
      #else
        #expect(opening <= 3072, "first frame")
      #endif
      // The line for somebody new gives way to the keys.
      session.send("k")
      session.settle(quiet: 0.3)
      session.send("\u{0C}")
      #expect(session.settle(quiet: 0.3) <= 3072, "the whole screen")
      // The cursor moves at once; the detail follows when the keys rest.
      session.send("j")
      let move = session.settle(quiet: 0.025)
      let detail = session.settle(quiet: 0.6)
      #expect(move <= 250, "row move")
      #expect(detail <= 1536, "detail of another neuron")
      print("bytes: first frame \(opening), move \(move), detail \(detail)")
      #expect(session.settle(quiet: 1, limit: 1) == 0, "idle")
      session.send(String(repeating: "j", count: 30) + String(repeating: "k", count: 30))
      #expect(session.settle() <= 3072, "burst of 60 keys")
      session.send("\u{4}")
      #expect(session.settle() <= 2560, "page")
    }
  }
}
