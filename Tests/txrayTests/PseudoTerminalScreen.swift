import CPseudoTerminal

/// What a terminal would show after the bytes written to it: enough of a VT/xterm for what ncurses sends.
/// Sequences it does not know are counted in `unknown`, so that a test can insist on there being none.
struct PseudoTerminalScreen {
  struct Look: Equatable {
    var foreground = "default"
    var background = "default"
    var attributes: Set<String> = []
  }

  struct Cell: Equatable {
    var text = " "
    /// 0 in the second half of a wide character.
    var width = 1
    var look = Look()
  }

  private(set) var width: Int
  private(set) var height: Int
  var rows: [[Cell]]
  var x = 0
  var y = 0
  var look = Look()
  /// The region that scrolls, as rows from first to last.
  var scrollTop = 0
  var scrollBottom: Int
  /// The next character goes to the next line first.
  var wrapsNext = false
  var lastCharacter: Unicode.Scalar?
  /// Where that stands: marks join it.
  private var lastPlace: (x: Int, y: Int)?
  var savedCursor: (x: Int, y: Int, look: Look)?
  /// The main screen while the alternate one is shown.
  var mainScreen: (rows: [[Cell]], x: Int, y: Int)?
  /// Private modes that are set: 25 the cursor, 1000 the mouse, 2004 bracketed paste.
  var statusQuestions = 0
  var modes: Set<Int> = [25, 7]
  var usesLineDrawing = false
  /// The payloads of operating system commands, OSC 52 among them.
  var commands: [String] = []
  var unknown: [String] = []
  var bells = 0
  var parser = PseudoTerminalParser()

  init(width: Int, height: Int) {
    self.width = width
    self.height = height
    rows = Array(repeating: Array(repeating: Cell(), count: width), count: height)
    scrollBottom = height - 1
  }

  var isAlternate: Bool { mainScreen != nil }
  var isCursorVisible: Bool { modes.contains(25) }

  /// The text without spaces at the ends of lines.
  var lines: [String] {
    rows.map { row in
      var line = row.map(\.text).joined()
      while line.last == " " { line.removeLast() }
      return line
    }
  }

  mutating func resize(width: Int, height: Int) {
    func fitted(_ old: [[Cell]]) -> [[Cell]] {
      (0..<height).map { y in
        (0..<width).map { x in y < old.count && x < old[y].count ? old[y][x] : Cell() }
      }
    }
    rows = fitted(rows)
    if let main = mainScreen { mainScreen = (fitted(main.rows), main.x, main.y) }
    (self.width, self.height) = (width, height)
    (scrollTop, scrollBottom) = (0, height - 1)
    (x, y) = (min(x, width - 1), min(y, height - 1))
    lastPlace = nil
  }

  mutating func feed(_ bytes: some Sequence<UInt8>) {
    for byte in bytes {
      if let action = parser.take(byte) { perform(action) }
    }
  }

  private mutating func perform(_ action: PseudoTerminalParser.Action) {
    switch action {
    case .print(let scalar): print(usesLineDrawing ? Self.lineDrawing[scalar] ?? scalar : scalar)
    case .control(let byte): control(byte)
    case .escape(let sequence): escape(sequence)
    case .sequence(let prefix, let numbers, let last): sequence(prefix, numbers, last)
    case .command(let text): commands.append(text)
    }
  }

  mutating func print(_ scalar: Unicode.Scalar) {
    let columns = pseudo_terminal_width(scalar.value)
    if columns <= 0 {
      if let (column, row) = lastPlace { rows[row][column].text.unicodeScalars.append(scalar) }
      return
    }
    let columnCount = Int(columns)
    if wrapsNext || x + columnCount > width {
      wrapsNext = false
      x = 0
      lineFeed()
    }
    guard columnCount <= width else { return }
    for column in x..<(x + columnCount) { breakWide(at: column) }
    rows[y][x] = Cell(text: String(scalar), width: columnCount, look: look)
    if columnCount == 2 { rows[y][x + 1] = Cell(text: "", width: 0, look: look) }
    lastCharacter = scalar
    lastPlace = (x, y)
    x += columnCount
    if x >= width {
      x = width - 1
      wrapsNext = modes.contains(7)
    }
  }

  private mutating func breakWide(at column: Int) {
    if rows[y][column].width == 0, column > 0 { rows[y][column - 1] = Cell(look: rows[y][column - 1].look) }
    if rows[y][column].width == 2, column + 1 < width {
      rows[y][column + 1] = Cell(look: rows[y][column + 1].look)
    }
  }

  private mutating func control(_ byte: UInt8) {
    switch byte {
    case 0x07: bells += 1
    case 0x08: (x, wrapsNext) = (max(0, x - 1), false)
    case 0x09: (x, wrapsNext) = (min(width - 1, (x / 8 + 1) * 8), false)
    case 0x0A, 0x0B, 0x0C: lineFeed()
    case 0x0D: (x, wrapsNext) = (0, false)
    case 0x0E: usesLineDrawing = true
    case 0x0F: usesLineDrawing = false
    case 0x00: break
    default: unknown.append("control \(byte)")
    }
  }

  /// The DEC special graphics that ncurses uses.
  private static let lineDrawing: [Unicode.Scalar: Unicode.Scalar] = [
    "q": "─", "x": "│", "l": "┌", "k": "┐", "m": "└", "j": "┘", "w": "┬", "v": "┴", "t": "├", "u": "┤",
    "n": "┼", "~": "·",
  ]
}
