import Explorer
import Foundation
import TerminalUI
import Testing

@Suite struct ScriptTests {
  @Test func playsKeysAndCommandsAndSavesTheScreen() throws {
    let file = NSTemporaryDirectory() + "/txray-script-\(UUID().uuidString).txt"
    defer { try? FileManager.default.removeItem(atPath: file) }
    let text = """
      # forgotten neurons on a small screen
      :size 60x12

      f
      j
      :save-display \(file)
      q
      :go 99999
      """
    let session = try TestSession.make(80, 24)
    #expect(try session.play(Script(parsing: text, path: "script")))
    let lines = try String(contentsOfFile: file, encoding: .utf8).split(
      separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.count == 13, "twelve lines and what follows the last end of line")
    #expect(lines.allSatisfy { $0.count <= 60 })
    #expect(lines.contains { $0.contains("2/2") })
  }

  @Test func namesTheLineThatCannotBeRead() {
    let cases: [(String, ScriptError)] = [
      ("j\nhop", .badLine(path: "s", line: 2, reason: .unknownKey("hop"))),
      (":srot mass", .badLine(path: "s", line: 1, reason: .unknownCommand("srot", suggestion: "sort"))),
      (
        "\n\n:size 0x9",
        .badLine(
          path: "s", line: 3,
          reason: .badArgument(command: "size", argument: "0x9", expected: "size such as 80x24"))
      ),
      (":sort", .badLine(path: "s", line: 1, reason: .missingArgument(command: "sort", argument: "COLUMN"))),
    ]
    for (text, error) in cases {
      #expect(throws: error) { try Script(parsing: text, path: "s") }
    }
  }

  @Test func stopsAtACommandThatCannotBeDone() throws {
    let session = try TestSession.make(80, 24)
    #expect(throws: ScriptError.self) {
      try session.play(Script(parsing: ":save-display /nowhere/at/all.txt", path: "s"))
    }
    #expect(throws: ScriptError.refused(path: "s", line: 1, message: "There is no stage 9: they are 1 to 3"))
    {
      try session.play(Script(parsing: ":stage 9", path: "s"))
    }
  }

  @Test func everyCommandHasAKeyOrIsTyped() throws {
    let session = try TestSession.make(120, 300)
    session.press("?")
    let text = session.screen
    for name in ["pair", "sort", "note", "theme", "save-display", "mouse"] {
      #expect(text.contains(":\(name)"))
    }
  }
}
