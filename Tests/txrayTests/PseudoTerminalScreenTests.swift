import Testing

@Suite struct PseudoTerminalScreenTests {
  private func screen(_ bytes: String, _ width: Int = 10, _ height: Int = 3) -> PseudoTerminalScreen {
    var screen = PseudoTerminalScreen(width: width, height: height)
    screen.feed(bytes.utf8)
    return screen
  }

  @Test(arguments: [
    ("abc\r\ndef", ["abc", "def", ""]), ("\u{1B}[2;3Hx\u{1B}[Hy", ["y", "  x", ""]),
    ("0123456789ab", ["0123456789", "ab", ""]), ("0123456789\r\nab", ["0123456789", "ab", ""]),
    ("a\r\nb\r\nc\r\nd", ["b", "c", "d"]), ("abcdef\u{1B}[3D\u{1B}[K", ["abc", "", ""]),
    ("abcdef\u{1B}[1;2H\u{1B}[2P", ["adef", "", ""]), ("abcd\u{1B}[1;2H\u{1B}[2@", ["a  bcd", "", ""]),
    ("ab\u{1B}[3b|", ["abbbb|", "", ""]), ("abcdef\u{1B}[1;2H\u{1B}[3X", ["a   ef", "", ""]),
    ("a\r\nb\r\nc\u{1B}[1;2r\u{1B}[2;1H\n", ["b", "", "c"]),
    ("a\r\nb\r\nc\u{1B}[1;1H\u{1B}[L", ["", "a", "b"]),
    ("a\r\nb\r\nc\u{1B}[1;1H\u{1B}M", ["", "a", "b"]), ("abc\u{1B}[2J", ["", "", ""]),
    ("电影\u{1B}[1;2Hx", [" x影", "", ""]), ("e\u{301}x", ["e\u{301}x", "", ""]),
    ("\u{1B}(0lqk\u{1B}(B", ["┌─┐", "", ""]), ("12345678电", ["12345678电", "", ""]),
    ("123456789电", ["123456789", "电", ""]), ("a\tb", ["a       b", "", ""]),
    ("\u{1B}[2dx\u{1B}[5Gy", ["", "x   y", ""]),
  ])
  func sequencesMoveAndErase(bytes: String, lines: [String]) {
    let screen = screen(bytes)
    #expect(screen.lines == lines && screen.unknown.isEmpty)
  }

  @Test func looksAreKeptWithTheCells() {
    let screen = screen("\u{1B}[1;31ma\u{1B}[22;38;5;208;44mb\u{1B}[0;95mc\u{1B}[38:2::1:2:3md\u{1B}[m e")
    let row = screen.rows[0]
    #expect(row[0].look == .init(foreground: "1", attributes: ["bold"]))
    #expect(row[1].look == .init(foreground: "208", background: "4"))
    #expect(row[2].look == .init(foreground: "13"))
    #expect(row[3].look == .init(foreground: "1,2,3"))
    #expect(row[4].look == .init())
  }

  @Test func theAlternateScreenGivesTheMainOneBack() {
    var screen = screen("main\u{1B}[?1049h\u{1B}[2J\u{1B}[?25l\u{1B}[?1006;1000hother")
    #expect(screen.isAlternate && !screen.isCursorVisible && screen.modes.isSuperset(of: [1000, 1006]))
    screen.feed("\u{1B}[?1000;1006l\u{1B}[?25h\u{1B}[?1049l".utf8)
    #expect(screen.lines[0] == "main" && !screen.isAlternate && screen.isCursorVisible)
  }

  @Test func commandsAreCollectedAndUnknownSequencesNamed() {
    let screen = screen("\u{1B}]52;c;Zm9v\u{07}\u{1B}Ptmux;\u{1B}\u{1B}]52\u{1B}\\\u{1B}[5y")
    #expect(screen.commands == ["52;c;Zm9v", "Ptmux;\u{1B}\u{1B}]52"])
    #expect(screen.unknown.count == 1)
  }
}
