import NcursesTerminal
import TerminalUI
import Testing

@Suite struct TerminalOptionsTests {
  private func options(_ environment: [String: String]) -> TerminalOptions {
    TerminalOptions(environment: environment)
  }

  @Test func colortermMattersToXtermsOnly() {
    #expect(
      options(["TERM": "xterm-256color", "COLORTERM": "truecolor"]).candidateTypes
        == ["xterm-direct256", "xterm-256color"])
    #expect(options(["TERM": "tmux-256color", "COLORTERM": "truecolor"]).candidateTypes == ["tmux-256color"])
    #expect(
      options(["TERM": "xterm", "COLORTERM": "24bit", "NO_COLOR": "1"]).candidateTypes == ["xterm"])
    #expect(options([:]).candidateTypes == ["unknown"])
  }

  @Test func theLocaleFollowsPOSIX() {
    #expect(options(["LC_ALL": "a", "LC_CTYPE": "b", "LANG": "c"]).locale == "a")
    #expect(options(["LC_ALL": "", "LC_CTYPE": "b", "LANG": "c"]).locale == "b")
    #expect(options(["LANG": "c"]).locale == "c")
    #expect(options([:]).locale == "C")
  }

  @Test(arguments: [
    (0, ColorDepth.mono), (8, .colors16), (16, .colors16), (88, .colors16), (256, .colors256),
  ])
  func coloursAreCounted(colors: Int, depth: ColorDepth) {
    #expect(NcursesTerminal.colorDepth(colors: colors, isDirect: false) == depth)
  }

  @Test func directColoursAreTrueColour() {
    #expect(NcursesTerminal.colorDepth(colors: 1 << 24, isDirect: true) == .trueColor)
  }
}
