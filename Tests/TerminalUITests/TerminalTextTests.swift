import TerminalUI
import Testing

@Suite struct TerminalTextTests {
  @Test(arguments: [
    ("", 0), ("film", 4), ("电影", 4), ("e\u{301}te\u{301}", 3), ("กำ", 2), ("한국", 4), ("नमस्ते", 4),
    ("👨‍👩‍👧", 6), ("❤️", 1), ("👍🏽", 2), ("a\u{200D}b", 2), ("مرحبا", 5), ("ｆｉ", 4),
  ])
  func widthIsThatOfTheCells(text: String, width: Int) {
    #expect(TerminalText.width(of: text) == width)
    var grid = Grid(size: Size(width: 40, height: 1))
    #expect(grid.write(text, at: Point(x: 0, y: 0)) == width)
  }

  @Test(arguments: [
    ("\u{1B}[2J", "^[[2J"), ("a\nb\r\n", "a^Jb^M^J"), ("\0", "^@"), ("\u{7F}", "^?"),
    ("\u{9B}2J", "<U+009B>2J"), ("\u{202E}evil", "<U+202E>evil"), ("a\u{2066}b", "a<U+2066>b"),
    ("a\u{200B}b", "a<U+200B>b"), ("\u{FEFF}", "<U+FEFF>"), ("\u{2028}", "<U+2028>"),
    ("\u{301}", "\u{25CC}\u{301}"), ("\u{10FFFF}", "<U+10FFFF>"), ("\u{200D}", "<U+200D>"),
  ])
  func nothingTheTerminalWouldObeyIsWritten(hostile: String, shown: String) {
    var grid = Grid(size: Size(width: 40, height: 1))
    grid.write(hostile, at: Point(x: 0, y: 0))
    #expect(grid.lines == [shown])
  }

  @Test func aPileOfMarksIsCutAtFour() {
    var grid = Grid(size: Size(width: 4, height: 1))
    grid.write("a" + String(repeating: "\u{301}", count: 50) + "b", at: Point(x: 0, y: 0))
    #expect(Array(grid.lines[0].unicodeScalars).count == 6)
    #expect(grid[Point(x: 1, y: 0)].text == "b")
  }

  @Test func cutTextEndsInASignWithinItsWidth() {
    #expect(TerminalText.truncated("forgotten", to: 9, sign: "…") == "forgotten")
    #expect(TerminalText.truncated("forgotten", to: 6, sign: "…") == "forgo…")
    #expect(TerminalText.truncated("forgotten", to: 1, sign: "~") == "~")
    #expect(TerminalText.truncated("forgotten", to: 0, sign: "~") == "")
    #expect(TerminalText.truncated("电影院", to: 5, sign: "…") == "电影…")
    #expect(TerminalText.truncated("电影院", to: 4, sign: "…") == "电…")
    #expect(TerminalText.truncated("电影院", to: 6, sign: "…") == "电影院")
    #expect(TerminalText.truncated("e\u{301}e\u{301}e\u{301}", to: 2, sign: "…") == "e\u{301}…")
  }

  @Test func fittedTextHasExactlyItsWidth() {
    #expect(TerminalText.fitted("7", to: 3, alignment: .right, sign: "…") == "  7")
    #expect(TerminalText.fitted("ab", to: 5, alignment: .centre, sign: "…") == " ab  ")
    #expect(TerminalText.fitted("电影院", to: 4, sign: "…") == "电… ")
  }

  @Test func styledTextIsCutInTheSpanWhereItRunsOut() {
    let line = StyledText([Span("abc"), Span("def", Style(attributes: .bold)), Span("ghi")])
    #expect(line.truncated(to: 9, sign: "…").text == "abcdefghi")
    #expect(line.truncated(to: 6, sign: "…").text == "abcde…")
    #expect(line.truncated(to: 3, sign: "…").text == "ab…")
    #expect(line.truncated(to: 4, sign: "…").text == "abc…")
    #expect(line.truncated(to: 0, sign: "…").text == "")
  }
}
