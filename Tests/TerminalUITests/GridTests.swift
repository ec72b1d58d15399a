import Statistics
import TerminalUI
import Testing

@Suite struct GridTests {
  private func grid(_ width: Int, _ height: Int = 1, _ repertoire: Repertoire = .unicode) -> Grid {
    Grid(size: Size(width: width, height: height), repertoire: repertoire)
  }

  @Test func writingIsClippedToTheScreenAndTheRegion() {
    var screen = grid(5, 2)
    #expect(screen.write("abcdefg", at: Point(x: -2, y: 0)) == 5)
    #expect(screen.write("xyz", at: Point(x: 3, y: 1), clip: Rect(x: 0, y: 0, width: 4, height: 9)) == 6)
    screen.write("no", at: Point(x: 0, y: 2))
    screen.write("no", at: Point(x: 0, y: -1))
    #expect(screen.lines == ["cdefg", "   x"])
  }

  @Test func overwritingHalfOfAWideCharacterMakesTheOtherHalfASpace() {
    var screen = grid(6)
    screen.write("电影", at: Point(x: 0, y: 0))
    #expect(screen[Point(x: 1, y: 0)].isContinuation)
    screen.write("x", at: Point(x: 1, y: 0))
    #expect(screen.lines == [" x影"])
    screen.write("影", at: Point(x: 1, y: 0))
    #expect(screen.lines == [" 影"])
    screen.write("ab", at: Point(x: 0, y: 0))
    #expect(screen.lines == ["ab"])
  }

  @Test func aWideCharacterThatDoesNotFitBecomesASpace() {
    var screen = grid(3)
    screen.write("abc", at: Point(x: 0, y: 0))
    screen.write("a电", at: Point(x: 1, y: 0))
    #expect(screen.lines == ["aa"])
    screen.write("电b", at: Point(x: -1, y: 0))
    #expect(screen.lines == [" b"])
  }

  @Test(arguments: [(0, 0), (0, 3), (3, 0), (1, 1)])
  func tinyScreensHoldWhatFits(width: Int, height: Int) {
    var screen = grid(width, height)
    let appearance = Appearance(capabilities: Capabilities(colorDepth: .colors16, repertoire: .unicode))
    screen.write("电影", at: Point(x: 0, y: 0))
    Box(title: "title").draw(into: &screen, in: screen.bounds, appearance: appearance)
    screen.overlay(Rect(x: -3, y: -3, width: 9, height: 9), style: .plain)
    #expect(screen.lines.count == height)
  }

  @Test func anASCIIGridHoldsASCIIAtTheSameColumns() {
    var unicode = grid(30)
    var ascii = grid(30, 1, .ascii)
    let text = "│é电→e\u{301}…|"
    #expect(unicode.write(text, at: Point(x: 0, y: 0)) == ascii.write(text, at: Point(x: 0, y: 0)))
    #expect(ascii.lines == ["|???>e~|"])
  }

  /// Seed printed by the test's name: any sequence of writes leaves whole wide characters and full rows.
  @Test(arguments: [UInt64(1), 2, 3, 4, 5, 6, 7, 8])
  func randomWritesNeverLeaveHalfACharacter(seed: UInt64) {
    var generator = SplitMix64(seed: seed)
    let pieces = ["a", "电", "e\u{301}", "👨‍👩‍👧", "\u{1B}[31m", "กำ", "\u{202E}", "한", "xyz ", "\u{301}"]
    for _ in 0..<200 {
      var screen = grid(generator.next(below: 12), generator.next(below: 5))
      for _ in 0..<40 {
        let place = Point(x: generator.next(below: 16) - 3, y: generator.next(below: 8) - 2)
        let clip = Rect(
          x: generator.next(below: 10) - 2, y: generator.next(below: 6) - 2, width: generator.next(below: 14),
          height: generator.next(below: 6))
        switch generator.next(below: 4) {
        case 0: screen.fill(clip)
        default: screen.write(pieces[generator.next(below: pieces.count)], at: place, clip: clip)
        }
      }
      for y in 0..<screen.size.height {
        let row = Array(screen.row(y))
        #expect(row.reduce(0) { $0 + Int($1.width) } == screen.size.width)
        for (x, cell) in row.enumerated() {
          #expect(cell.isContinuation == (x > 0 && row[x - 1].width == 2))
          #expect(cell.isContinuation || TerminalText.width(of: cell.text) == Int(cell.width))
        }
      }
    }
  }
}
