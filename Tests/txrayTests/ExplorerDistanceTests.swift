import Foundation
import SyntheticRuns
import Testing

extension TerminalTests {
  /// The program at the other end of a line.
  @Suite struct ExplorerDistanceTests {
    private static let neurons = 3000

    private static let run = Result {
      let path = NSTemporaryDirectory() + "/txray-large-\(UUID().uuidString)"
      try SyntheticRun.writeLarge(to: path, neurons: neurons)
      return path
    }

    /// The row of the cursor, as the screen tells it: "12/3,000".
    private func place(_ screen: PseudoTerminalScreen) -> Int? {
      for line in screen.lines.reversed() {
        guard let end = line.range(of: "/3,000") else { continue }
        let digits = line[..<end.lowerBound].reversed().prefix { $0.isNumber || $0 == "," }
        return Int(String(digits.reversed()).replacingOccurrences(of: ",", with: ""))
      }
      return nil
    }

    /// Holds the down key for four seconds over a line of 200 ms each way and 64 kbit/s; how far what is shown
    /// lagged behind the finger at most, and for how long it went on after letting go.
    private func hold(answers: Bool) throws -> (lag: Double, after: Double, bytes: Int) {
      let session = try PseudoTerminalSession(PseudoTerminalSession.txray, ["explore", Self.run.get()])
      let link = SlowLink(session, delay: 0.2, bitsPerSecond: 64_000)
      link.answers = answers
      var opened = false
      for _ in 0..<100 where !opened {
        link.run(seconds: 0.2)
        opened = place(link.screen) == 1
      }
      try #require(opened, "\(link.screen.lines.joined(separator: "\n"))")
      link.send("k")
      link.run(seconds: 2)
      let start = SlowLink.now
      var (pressed, lag) = (0, 0.0)
      link.run(seconds: 4) { now in
        while Double(pressed) < (now - start) * 30 {
          link.send("j")
          pressed += 1
        }
        // The key that brought the cursor to where it is shown was pressed then.
        lag = max(lag, now - start - Double((place(link.screen) ?? 1) - 1) / 30)
      }
      let released = SlowLink.now
      let before = link.arrived
      var changed = released
      var last = place(link.screen)
      link.run(seconds: 4) { now in
        guard place(link.screen) != last else { return }
        last = place(link.screen)
        changed = now
      }
      #expect(last == pressed + 1, "every key counts")
      session.send("q")
      #expect(session.waitForEnd() == .exited(0))
      #expect(session.isSane)
      return (lag, changed - released, link.arrived - before)
    }

    @Test func aHeldKeyNeverRunsAhead() throws {
      let paced = try hold(answers: true)
      print(
        "held down over 200 ms and 64 kbit/s: at most \(Int(paced.lag * 1000)) ms behind, "
          + "\(Int(paced.after * 1000)) ms and \(paced.bytes) bytes after release")
      // A key travels 200 ms, finds a frame on its way that is answered 400 ms after it was sent, and its own
      // frame of at most two kilobytes takes a quarter of a second and travels 200 ms.
      #expect(paced.lag < 1.3)
      #expect(paced.after < 1.3)
      #expect(paced.bytes < 2 * 2048 + 1536, "the frame on its way, the last one, and the detail")
    }

    @Test func aTerminalThatNeverAnswersIsNotWaitedFor() throws {
      let session = try PseudoTerminalSession(PseudoTerminalSession.txray, ["explore", Self.run.get()])
      session.answersStatus = false
      #expect(session.wait { place($0) == 1 })
      let start = Date()
      for row in 2...20 {
        session.send("j")
        #expect(session.wait { place($0) == row })
      }
      #expect(Date().timeIntervalSince(start) < 3)
      let questions = String(decoding: session.received, as: UTF8.self).components(separatedBy: "\u{1B}[5n")
      #expect(questions.count == 2, "asked once")
      session.send("q")
      #expect(session.waitForEnd() == .exited(0))
    }

    @Test func opensThroughARealSSHServer() throws {
      let server = try SecureShell()
      let folder = try SyntheticRun.copy()
      defer { try? FileManager.default.removeItem(atPath: folder) }
      let session = try server.session([PseudoTerminalSession.txray, "explore", folder])
      #expect(
        session.wait(for: "explains", limit: 20),
        "\(session.screen.lines.joined(separator: "\n"))\n\(server.log)")
      session.send("jj ")
      #expect(session.wait(for: "4/24") && session.wait(for: "1 marked"))
      session.resize(width: 120, height: 40)
      #expect(session.wait(for: "24 neurons"))
      session.send("y")
      session.settle()
      #expect(String(decoding: session.received, as: UTF8.self).contains("\u{1B}]52;c;"))
      session.send(String(repeating: "j", count: 300) + "g")
      #expect(session.wait(for: "1/24"))
      session.send("q")
      #expect(session.waitForEnd() == .exited(0))
      #expect(session.isSane)
    }
  }
}
