import CPseudoTerminal
import Foundation
import NcursesTerminal
import Statistics
import TerminalUI
import Testing

extension TerminalTests {
  /// What a terminal shows is the grid, cell by cell, and little is sent for it.
  @Suite struct NcursesTerminalTests {
    private func grid(_ lines: [String], width: Int = 80, height: Int = 24, style: Style = .plain) -> Grid {
      var grid = Grid(size: Size(width: width, height: height))
      for (y, line) in lines.enumerated() { grid.write(line, at: Point(x: 0, y: y), style: style) }
      return grid
    }

    @Test func aGridIsShownAndTheScreenGivenBack() throws {
      let session = try PseudoTerminalScreenedTerminal(["TERM": "xterm-256color"])
      let style = Style(foreground: .indexed(208), background: .named(.blue), attributes: [.bold, .italic])
      _ = session.draw(grid(["film 电影 e\u{301}"], style: style))
      #expect(session.screen.lines[0] == "film 电影 e\u{301}")
      #expect(
        session.screen.rows[0][0].look
          == .init(foreground: "208", background: "4", attributes: ["bold", "italic"]))
      #expect(session.screen.isAlternate && session.screen.unknown.isEmpty)
      session.terminal.close()
      session.catchUp()
      #expect(!session.screen.isAlternate && session.screen.isCursorVisible)
      #expect(session.screen.modes.isDisjoint(with: [1000, 1006, 2004]))
      #expect(pseudo_terminal_is_sane(session.master) == 1)
    }

    @Test func unchangedGridsSendNothingAndSmallChangesLittle() throws {
      let session = try PseudoTerminalScreenedTerminal(["TERM": "xterm-256color"])
      var table = grid((0..<24).map { "row \($0) with some text in it" })
      _ = session.draw(table)
      #expect(session.draw(table) == 0)
      table.overlay(Rect(x: 0, y: 3, width: 80, height: 1), style: Style(attributes: .reverse))
      #expect(session.draw(table) < 130)
      table.write("x", at: Point(x: 40, y: 20))
      #expect(session.draw(table) < 20)
      #expect(session.screen.lines == table.lines)
    }

    /// The budgets of a screen of 80x24, on a table as wide as the screen.
    @Test func movingAndScrollingStayWithinTheirBudgets() throws {
      let session = try PseudoTerminalScreenedTerminal(["TERM": "xterm-256color"])
      let appearance = Appearance(capabilities: session.terminal.capabilities)
      let states: [(String, Role)] = [
        ("forgotten", .stateForgotten), ("shared", .stateShared), ("gained", .stateGained),
      ]
      func bytes(offset: Int, selected: Int) -> Int {
        var grid = appearance.makeGrid(size: session.terminal.size)
        let columns = [
          TableColumn(id: "neuron", title: "#", alignment: .right, width: .fixed(6)),
          TableColumn(id: "state", title: "state", width: .fixed(10)),
          TableColumn(id: "moved", title: "moved", alignment: .right, width: .fixed(6)),
          TableColumn(id: "bar", title: "", width: .fixed(8)),
          TableColumn(id: "tokens", title: "tokens", width: .flexible(minimum: 10)),
        ]
        let table = Table(columns: columns, rowCount: 1000, offset: offset, selected: selected) {
          row, column, _ in
          switch column {
          case "neuron": StyledText("\(row)")
          case "state": StyledText(states[row % 3].0, appearance[states[row % 3].1])
          case "moved": StyledText("+.\(10 + row * 7 % 90)")
          case "bar": StyledText(Bar(Double(row % 9) / 9, style: .plain).text(width: 8, glyphs: .unicode))
          default: StyledText(["the film story", "his house", "comedy love movie year"][row * 5 % 3])
          }
        }
        table.draw(into: &grid, in: grid.bounds.splitBottom(1).rest, appearance: appearance)
        let sent = session.draw(grid)
        #expect(session.screen.lines == grid.lines)
        return sent
      }
      let first = bytes(offset: 0, selected: 3)
      let move = bytes(offset: 0, selected: 4)
      let lowest = bytes(offset: 0, selected: 21)
      let scroll = bytes(offset: 1, selected: 22)
      let page = bytes(offset: 22, selected: 43)
      #expect(first <= 3072 && move <= 250 && lowest <= 250 && scroll <= 350 && page <= 2560)
    }

    @Test(arguments: [
      ("xterm-256color", ColorDepth.colors256), ("screen-256color", .colors256),
      ("tmux-256color", .colors256),
      ("linux", .colors16), ("vt100", .mono), ("xterm-direct", .trueColor), ("xterm", .colors16),
    ])
    func randomFramesAreShownOnEveryTerminalType(type: String, depth: ColorDepth) throws {
      for (width, height) in [(80, 24), (7, 3), (2, 2)] {
        let session = try PseudoTerminalScreenedTerminal(["TERM": type], width: width, height: height)
        #expect(session.terminal.capabilities == Capabilities(colorDepth: depth, repertoire: .unicode))
        var generator = SplitMix64(seed: UInt64(width))
        var grid = Grid(size: Size(width: width, height: height))
        for frame in 0..<60 {
          scribble(on: &grid, with: &generator)
          _ = session.draw(grid)
          #expect(session.screen.lines == grid.lines, "\(type) \(width)x\(height) frame \(frame)")
        }
        #expect(session.screen.unknown.isEmpty, "\(session.screen.unknown)")
        if type == "xterm-256color" { expectLooks(of: grid, on: session.screen) }
      }
    }

    private func scribble(on grid: inout Grid, with generator: inout SplitMix64) {
      let pieces = [
        "film", "电影院", "e\u{301}a\u{308}", "กำลัง", "مرحبا", "👨‍👩‍👧x", "한국어", "\u{1B}[2J", "a b", "──│",
      ]
      let colors: [Color] = [.default, .named(.red), .named(.brightBlue), .indexed(123), .indexed(250)]
      for _ in 0..<8 {
        let style = Style(
          foreground: colors[generator.next(below: colors.count)],
          background: colors[generator.next(below: colors.count)],
          attributes: TextAttributes(rawValue: UInt8(generator.next(below: 32))))
        let place = Point(
          x: generator.next(below: grid.size.width + 4) - 2, y: generator.next(below: grid.size.height))
        switch generator.next(below: 6) {
        case 0: grid.fill(Rect(x: place.x, y: place.y, width: 20, height: 3), style: style)
        case 1: grid.overlay(Rect(x: place.x, y: place.y, width: 30, height: 1), style: style)
        default: grid.write(pieces[generator.next(below: pieces.count)], at: place, style: style)
        }
      }
    }

    private func expectLooks(of grid: Grid, on screen: PseudoTerminalScreen) {
      func number(_ color: Color) -> String {
        switch color {
        case .named(let named): String(named.rawValue)
        case .indexed(let index): String(index)
        default: "default"
        }
      }
      let names: [(TextAttributes, String)] = [
        (.bold, "bold"), (.dim, "dim"), (.italic, "italic"), (.underline, "underline"), (.reverse, "reverse"),
      ]
      for (y, row) in screen.rows.enumerated() {
        for (x, cell) in row.enumerated() {
          let style = grid[Point(x: x, y: y)].style
          // The half of a wide character cannot look different from the other.
          if cell.width == 0 || cell.width == 2 { continue }
          #expect(cell.look.background == number(style.background))
          if cell.text != " " { #expect(cell.look.foreground == number(style.foreground)) }
          let attributes = Set(names.filter { style.attributes.contains($0.0) }.map(\.1))
          if cell.text != " " { #expect(cell.look.attributes == attributes) }
        }
      }
    }

    @Test func directColoursReachTheTerminal() throws {
      let session = try PseudoTerminalScreenedTerminal(["TERM": "xterm-256color", "COLORTERM": "truecolor"])
      try #require(session.terminal.type == "xterm-direct256")
      _ = session.draw(
        grid(
          ["rust"],
          style: Style(foreground: .rgb(red: 0xB7, green: 0x41, blue: 0x0E), background: .indexed(17))))
      #expect(session.screen.rows[0][0].look == .init(foreground: "183,65,14", background: "17"))
    }

    @Test func coloursWithoutAPaletteAreSentAs24Bits() throws {
      let session = try PseudoTerminalScreenedTerminal(["TERM": "xterm-direct"])
      _ = session.draw(
        grid(["x"], style: Style(foreground: .indexed(208), background: .named(.blue))))
      #expect(session.screen.rows[0][0].look == .init(foreground: "255,135,0", background: "4"))
      _ = session.draw(grid(["x"], style: Style(foreground: .named(.brightRed), background: .default)))
      #expect(session.screen.rows[0][0].look == .init(foreground: "255,0,0"))
    }

    @Test func eightColoursShowBrightOnesAsBold() throws {
      let session = try PseudoTerminalScreenedTerminal(["TERM": "linux"])
      _ = session.draw(grid(["x"], style: Style(foreground: .named(.brightRed))))
      #expect(session.screen.rows[0][0].look == .init(foreground: "1", attributes: ["bold"]))
    }

    @Test func anUnknownTypeIsTriedAsXterm() throws {
      var fallbacks: [String] = []
      let session = try PseudoTerminalScreenedTerminal(
        ["TERM": "no-such-terminal"], onFallback: { asked, used in fallbacks = [asked, used] })
      #expect(
        fallbacks == ["no-such-terminal", "xterm-256color"] && session.terminal.type == "xterm-256color")
    }

    @Test func refusedTerminalsAreNamed() throws {
      #expect(throws: TerminalOpeningError.incapableType("dumb")) {
        try PseudoTerminalScreenedTerminal(["TERM": "dumb"])
      }
      let file = open("/dev/null", O_RDWR)
      defer { close(file) }
      #expect(throws: TerminalOpeningError.notATerminal(.input)) {
        try PseudoTerminalScreenedTerminal([:]) { $0.input = file }
      }
      #expect(throws: TerminalOpeningError.notATerminal(.output)) {
        try PseudoTerminalScreenedTerminal([:]) { $0.output = file }
      }
    }

    @Test(arguments: [
      (["NO_COLOR": "1"], ColorDepth.mono, Repertoire.unicode), (["NO_COLOR": ""], .colors256, .unicode),
      (["LC_ALL": "C"], .colors256, .ascii), (["LC_ALL": "xx_YY.UTF-8"], .colors256, .unicode),
      (["LC_ALL": "", "LANG": "C.UTF-8"], .colors256, .unicode),
      (["LC_ALL": "", "LANG": ""], .colors256, .ascii),
    ])
    func theEnvironmentDecidesColoursAndCharacters(
      environment: [String: String], depth: ColorDepth, repertoire: Repertoire
    ) throws {
      let session = try PseudoTerminalScreenedTerminal(environment.merging(["TERM": "xterm-256color"]) { $1 })
      #expect(session.terminal.capabilities == Capabilities(colorDepth: depth, repertoire: repertoire))
    }

    @Test func keysMouseAndPastesArriveInOneBatch() throws {
      let session = try PseudoTerminalScreenedTerminal(["TERM": "xterm-256color"])
      session.type(
        "jé\u{1B}OA\u{1B}[6~\u{1B}[1;2B\u{4}\u{1B}[15~\r\t\u{7F}\u{1B}[Z\u{1B}x\u{1B}[1;5Q\u{1B}[99;9u")
      session.type("\u{1B}[<0;5;3M\u{1B}[<0;5;3m\u{1B}[<64;1;1M\u{1B}[200~two\rlines\u{1B}[201~电\u{1B}")
      var events: [InputEvent] = []
      while let last = events.last == .key(.escape) ? nil : Optional(events) {
        let more = session.terminal.events(timeout: .seconds(2))
        if more.isEmpty { break }
        events = last + more
      }
      #expect(
        events == [
          .key(.character("j")), .key(.character("é")), .key(.up), .key(.pageDown), .key(.shiftDown),
          .key(.control("d")), .key(.function(5)), .key(.enter), .key(.tab), .key(.backspace), .key(.backTab),
          .key(.alt("x")), .key(.function(26)), .mouse(MouseEvent(.click, at: Point(x: 4, y: 2))),
          .mouse(MouseEvent(.scrollUp, at: Point(x: 0, y: 0))), .paste("two\rlines"), .key(.character("电")),
          .key(.escape),
        ])
    }

    @Test func clicksAreToldFromDoubleClicks() throws {
      let session = try PseudoTerminalScreenedTerminal(["TERM": "xterm-256color"])
      func click(_ column: Int, _ button: Int = 0) -> [InputEvent] {
        session.type("\u{1B}[<\(button);\(column);1M\u{1B}[<\(button);\(column);1m")
        return session.terminal.events(timeout: .seconds(2))
      }
      let place = Point(x: 4, y: 0)
      #expect(click(5) == [.mouse(MouseEvent(.click, at: place))])
      #expect(click(5) == [.mouse(MouseEvent(.doubleClick, at: place))])
      #expect(click(5) == [.mouse(MouseEvent(.click, at: place))])
      #expect(click(6) == [.mouse(MouseEvent(.click, at: Point(x: 5, y: 0)))])
      #expect(click(5, 2) == [.mouse(MouseEvent(.secondaryClick, at: place))])
      #expect(click(300) == [.mouse(MouseEvent(.click, at: Point(x: 299, y: 0)))])
    }

    @Test func aBurstOfKeysIsOneBatch() throws {
      let session = try PseudoTerminalScreenedTerminal(["TERM": "xterm-256color"])
      session.type(String(repeating: "j", count: 60))
      #expect(session.terminal.events(timeout: .seconds(2)).count == 60)
    }

    @Test func escapeAnswersAtOnce() throws {
      let session = try PseudoTerminalScreenedTerminal(["TERM": "xterm-256color"])
      session.type("\u{1B}")
      let start = ContinuousClock.now
      #expect(session.terminal.events(timeout: .seconds(2)) == [.key(.escape)])
      #expect(ContinuousClock.now - start < .milliseconds(250))
    }

    @Test func backgroundWorkWakesTheTerminalFromAnotherThread() throws {
      let session = try PseudoTerminalScreenedTerminal(["TERM": "xterm-256color"])
      #expect(session.terminal.events(timeout: .zero) == [])
      Thread.detachNewThread {
        usleep(20_000)
        Waker().wake()
      }
      #expect(session.terminal.events(timeout: .seconds(5)) == [.wake])
      Waker().wake()
      Waker().wake()
      #expect(session.terminal.events(timeout: .seconds(5)) == [.wake])
      #expect(session.terminal.events(timeout: .milliseconds(5)) == [])
    }

    @Test func theMouseCanBeSwitchedOffAndOn() throws {
      let session = try PseudoTerminalScreenedTerminal(["TERM": "xterm-256color"]) { $0.isMouseOn = false }
      _ = session.draw(grid(["x"]))
      #expect(!session.screen.modes.contains(1000))
      session.terminal.isMouseOn = true
      session.catchUp()
      #expect(session.screen.modes.isSuperset(of: [1000, 1006]))
      session.terminal.isMouseOn = false
      session.catchUp()
      #expect(session.screen.modes.isDisjoint(with: [1000, 1006]))
    }

    @Test func copiedTextReachesTheClipboardThroughMultiplexers() throws {
      let text = "film 电影"
      let encoded = "52;c;" + Data(text.utf8).base64EncodedString()
      let plain = try PseudoTerminalScreenedTerminal(["TERM": "xterm-256color"])
      try plain.terminal.copy(text)
      plain.catchUp()
      #expect(plain.screen.commands.first == encoded && plain.screen.lines == grid([]).lines)
      plain.terminal.close()
      let tmux = try PseudoTerminalScreenedTerminal([
        "TERM": "tmux-256color", "TMUX": "/tmp/tmux-0/default,1,0",
      ])
      try tmux.terminal.copy(text)
      tmux.catchUp()
      #expect(tmux.screen.commands.first == encoded)
      #expect(tmux.screen.commands.contains("Ptmux;\u{1B}\u{1B}]\(encoded)"))
    }

    @Test func aTerminalWithoutClipboardGetsNothing() throws {
      let session = try PseudoTerminalScreenedTerminal(["TERM": "vt100"])
      session.catchUp()
      #expect(throws: CopyError.unsupported) { try session.terminal.copy("film") }
      #expect(session.catchUp() == 0)
    }
  }
}
