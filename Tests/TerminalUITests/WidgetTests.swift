import TerminalUI
import Testing

@Suite struct WidgetTests {
  private let unicode = Appearance(capabilities: Capabilities(colorDepth: .colors256, repertoire: .unicode))
  private let ascii = Appearance(capabilities: Capabilities(colorDepth: .mono, repertoire: .ascii))

  private func drawn(
    _ width: Int, _ height: Int, _ appearance: Appearance, _ draw: (inout Grid, Rect) -> Void
  ) -> Grid {
    var grid = appearance.makeGrid(size: Size(width: width, height: height))
    draw(&grid, grid.bounds)
    return grid
  }

  @Test(arguments: [
    (0, ""), (1, "████"), (0.5, "██"), (0.3, "█▎"), (0.001, "▏"), (.nan, ""), (-1, ""), (9, "████"),
  ])
  func barsFillByEighths(fraction: Double, text: String) {
    #expect(Bar(fraction, style: .plain).text(width: 4, glyphs: .unicode) == text)
  }

  @Test func barsWithoutBlocksFillByHalves() {
    #expect(Bar(0.625, style: .plain).text(width: 4, glyphs: .ascii) == "##-")
    #expect(Bar(0.001, style: .plain).text(width: 4, glyphs: .ascii) == "-")
  }

  @Test func sparklinesScaleFromLowestToHighest() {
    #expect(Sparkline([0, 1, nil, 3.5, 7], style: .plain).text(width: 9, glyphs: .unicode) == "▁▂ ▅█")
    #expect(Sparkline([2, 2, .nan], style: .plain).text(width: 9, glyphs: .ascii) == "__ ")
    #expect(Sparkline([9, 0, 1], style: .plain).text(width: 2, glyphs: .unicode) == "▁█")
    #expect(Sparkline([-1e308, 1e308], style: .plain).text(width: 2, glyphs: .unicode) == "▁█")
  }

  @Test func boxesFrameTheirInside() {
    let grid = drawn(12, 3, unicode) { grid, region in
      let inside = Box(title: "detail").draw(into: &grid, in: region, appearance: unicode)
      #expect(inside == Rect(x: 1, y: 1, width: 10, height: 1))
    }
    #expect(grid.lines == ["┌─ detail ─┐", "│          │", "└──────────┘"])
    let plain = drawn(8, 2, ascii) { Box(title: "a long title").draw(into: &$0, in: $1, appearance: ascii) }
    #expect(plain.lines == ["+- a ~-+", "+------+"])
  }

  @Test func aListShowsTheItemsInSight() {
    let list = List(["one", "two", "three", "four"], selected: 2, offset: 1)
    let grid = drawn(4, 2, unicode) { list.draw(into: &$0, in: $1, appearance: unicode) }
    #expect(grid.lines == ["two", "thr…"])
    #expect(grid[Point(x: 0, y: 1)].style.attributes.contains(.reverse))
    #expect(list.index(at: Point(x: 1, y: 1), in: grid.bounds) == 2)
    #expect(list.index(at: Point(x: 1, y: 5), in: grid.bounds) == nil)
  }

  @Test func scrollingKeepsTheSelectionInSight() {
    #expect(Scrolling.offset(0, showing: 12, count: 100, height: 10) == 3)
    #expect(Scrolling.offset(50, showing: 12, count: 100, height: 10) == 12)
    #expect(Scrolling.offset(5, showing: 9, count: 100, height: 10) == 5)
    #expect(Scrolling.offset(5, showing: 99, count: 100, height: 10, margin: 3) == 90)
    #expect(Scrolling.offset(95, showing: 3, count: 4, height: 10) == 0)
    #expect(Scrolling.offset(0, showing: 9, count: 100, height: 10, margin: 2) == 2)
    #expect(Scrolling.offset(0, showing: 5, count: 100, height: 0) == 0)
  }

  @Test func hintsOfLowPriorityAreDroppedFirst() {
    let status = StatusLine(
      message: "ok",
      hints: [
        KeyHint("j/k", "move", priority: 1), KeyHint("s", "side by side"), KeyHint("?", "help", priority: 9),
      ],
      trailing: "1/9")
    func line(_ width: Int) -> String {
      drawn(width, 1, unicode) { status.draw(into: &$0, in: $1, appearance: unicode) }.lines[0]
    }
    #expect(line(50) == "ok  j/k move  s side by side  ? help           1/9")
    #expect(line(30) == "ok  j/k move  ? help       1/9")
    #expect(line(16) == "ok  ? help   1/9")
    #expect(line(4) == "ok")
  }

  @Test func typingEditsTheLine() {
    var input = TextInput("fil")
    for key in [Key.character("m"), .home, .character("a"), .character(" "), .end, .backspace] {
      let edited = input.handle(key)
      #expect(edited)
    }
    #expect(input.string == "a fil" && input.cursor == 5)
    #expect(input.handle(.control("w")) && input.string == "a ")
    #expect(input.handle(.left) && input.handle(.delete) && input.string == "a" && input.cursor == 1)
    #expect(!input.handle(.enter) && !input.handle(.up))
    input.insert("x\ny\u{1B}")
    #expect(input.string == "ax y" && input.cursor == 4)
    #expect(input.handle(.control("u")) && input.string == "" && input.cursor == 0)
  }

  @Test func aTypedMarkJoinsTheLetterBefore() {
    var input = TextInput("cafe")
    input.insert("\u{301}")
    #expect(input.string == "cafe\u{301}" && input.cursor == 4 && input.text.count == 4)
  }

  @Test func aLongLineScrollsSoThatTheCursorIsSeen() {
    let grid = drawn(6, 1, unicode) {
      TextInput("abcdefgh").draw(into: &$0, in: $1, prompt: "/", appearance: unicode)
    }
    #expect(grid.lines == ["/efgh"])
    #expect(grid[Point(x: 5, y: 0)].style.attributes.contains(.reverse))
  }

  @Test func helpTakesTwoColumnsWhereTheyFit() {
    let sheet = HelpSheet([
      .init("moving", [("j", "down"), ("k", "up")]), .init("marking", [("space", "mark"), ("u", "undo")]),
    ])
    #expect(sheet.height(width: 80) == 4 && sheet.height(width: 40) == 8)
    let wide = drawn(80, 4, unicode) { sheet.draw(into: &$0, in: $1, appearance: unicode) }
    #expect(wide.lines[0] == "moving" + String(repeating: " ", count: 35) + "marking")
    #expect(wide.lines[1] == "j      down" + String(repeating: " ", count: 30) + "space  mark")
    let narrow = drawn(20, 3, unicode) { sheet.draw(into: &$0, in: $1, offset: 4, appearance: unicode) }
    #expect(narrow.lines == ["marking", "space  mark", "u      undo"])
  }
}
