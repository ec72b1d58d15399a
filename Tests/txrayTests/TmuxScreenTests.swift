import Foundation
import Prerequisites
import SyntheticRuns
import Testing

extension TerminalTests {
  /// What tmux, which has a terminal's own ideas of widths, shows of the program, beside what was drawn.
  @Suite struct TmuxScreenTests {
    @Test func unusualWordsStandWhereTheyWereDrawn() throws {
      let program = try Prerequisite.program("/usr/bin/tmux")
      let folder = try TemporaryFolder()
      try SyntheticRun.write(to: folder.file("run"), words: SyntheticRun.unusualWords)
      let keys = ["m", "j", "j", "j", "Enter", "Enter", "t", "中", "文", "电", "影", "Enter"]
      let environment = [
        "XDG_STATE_HOME": folder.file("state"), "XDG_CONFIG_HOME": folder.file("config"), "LC_ALL": "C.UTF-8",
        "TMUX": "", "TERM": "xterm-256color", "TMUX_TMPDIR": folder.path,
      ]
      func tmux(_ arguments: String...) throws -> CommandRun {
        try CommandRun(
          list: ["-f", "/dev/null", "-L", "txray-test"] + arguments, program: program,
          environment: environment)
      }
      defer { _ = try? tmux("kill-server") }
      // Its client runs in a terminal: a server started from here would hold on to our pipes.
      let client = try PseudoTerminalSession(
        program,
        [
          "-f", "/dev/null", "-L", "txray-test", "-u", "new-session",
          "'\(CommandRun.executable)' explore '\(folder.file("run"))'",
        ], environment: environment, width: 120, height: 40)
      try #require(client.wait(for: "explains"))
      /// What tmux shows, once it is `expected` or has had time to become so. The status line of tmux takes a row.
      func shown(_ expected: String) throws -> String {
        for _ in 0..<50 {
          client.settle(quiet: 0.02)
          if try tmux("capture-pane", "-p").output == expected { return expected }
          usleep(100_000)
        }
        return try tmux("capture-pane", "-p").output
      }
      var script = ":size 120x39\n"
      for key in keys {
        // The first key takes away the line for somebody new.
        script += (key == "Enter" ? "enter" : key) + "\n"
        try folder.write("script", script + ":save-display! \(folder.file("drawn"))\n")
        let played = try CommandRun(
          list: ["explore", folder.file("run"), "--script", folder.file("script")], environment: environment)
        try #require(played.status == 0, "\(played.errors)")
        let drawn = try String(contentsOfFile: folder.file("drawn"), encoding: .utf8)
        _ = try tmux("send-keys", key)
        let found = try shown(drawn)
        #expect(found == drawn, "after \(key)\n\(found)")
      }
      #expect(try shown("").contains("中文电影"))
    }
  }
}
