extension PseudoTerminalScreen {
  /// How often the program has asked how the terminal is, since this was asked last.
  mutating func takeStatusQuestions() -> Int {
    defer { statusQuestions = 0 }
    return statusQuestions
  }

  mutating func escape(_ sequence: String) {
    switch sequence {
    case "7": savedCursor = (x, y, look)
    case "8":
      guard let savedCursor else { return }
      (x, y, look) = savedCursor
    case "D": lineFeed()
    case "E": (x, _) = (0, lineFeed())
    case "M": reverseLineFeed()
    case "(0": usesLineDrawing = true
    case "(B": usesLineDrawing = false
    case "=", ">", ")0", ")B", "*B", "+B", "H": break
    case "c": self = PseudoTerminalScreen(width: width, height: height)
    default: unknown.append("ESC \(sequence)")
    }
  }

  mutating func sequence(_ prefix: String, _ numbers: [Int?], _ last: Character) {
    if prefix == "?", last == "h" || last == "l" {
      for mode in numbers.compactMap({ $0 }) { setMode(mode, last == "h") }
      return
    }
    guard prefix.isEmpty else {
      // Soft reset; the linux console's shape of the cursor.
      if !["!p", "?c"].contains(prefix + String(last)) { unknown.append("CSI \(prefix)\(numbers)\(last)") }
      return
    }
    let count = max(1, (numbers.first ?? nil) ?? 1)
    let first = (numbers.first ?? nil) ?? 0
    if moveCursor(last, count, numbers) || edit(last, count, first) { return }
    switch last {
    case "m": setLook(numbers)
    case "r":
      scrollTop = max(0, ((numbers.first ?? nil) ?? 1) - 1)
      scrollBottom = min(height - 1, ((numbers.count > 1 ? numbers[1] : nil) ?? height) - 1)
      moveTo(0, 0)
    case "b":
      guard let lastCharacter else { return }
      for _ in 0..<count { print(lastCharacter) }
    case "n": if first == 5 { statusQuestions += 1 }
    case "h", "l", "t", "g": break
    default: unknown.append("CSI \(numbers)\(last)")
    }
  }

  private mutating func moveTo(_ newX: Int, _ newY: Int) {
    x = max(0, min(width - 1, newX))
    y = max(0, min(height - 1, newY))
    wrapsNext = false
  }

  private mutating func moveCursor(_ last: Character, _ count: Int, _ numbers: [Int?]) -> Bool {
    switch last {
    case "A": moveTo(x, y - count)
    case "B", "e": moveTo(x, y + count)
    case "C", "a": moveTo(x + count, y)
    case "D": moveTo(x - count, y)
    case "E": moveTo(0, y + count)
    case "F": moveTo(0, y - count)
    case "G", "`": moveTo(count - 1, y)
    case "d": moveTo(x, count - 1)
    case "H", "f": moveTo(((numbers.count > 1 ? numbers[1] : nil) ?? 1) - 1, count - 1)
    case "Z": moveTo(((x - 1) / 8 - count + 1) * 8, y)
    default: return false
    }
    return true
  }

  private mutating func edit(_ last: Character, _ count: Int, _ first: Int) -> Bool {
    switch last {
    case "J": eraseScreen(first)
    case "K": erase(row: y, from: first == 0 ? x : 0, to: first == 1 ? x : width - 1)
    case "X": erase(row: y, from: x, to: min(width - 1, x + count - 1))
    case "P":
      rows[y].removeSubrange(x..<min(width, x + count))
      rows[y] += Array(repeating: blank, count: width - rows[y].count)
    case "@":
      rows[y].insert(contentsOf: Array(repeating: blank, count: min(count, width - x)), at: x)
      rows[y].removeLast(rows[y].count - width)
    case "L": scroll(from: y, to: scrollBottom, by: -count)
    case "M": scroll(from: y, to: scrollBottom, by: count)
    case "S": scroll(from: scrollTop, to: scrollBottom, by: count)
    case "T": scroll(from: scrollTop, to: scrollBottom, by: -count)
    default: return false
    }
    wrapsNext = false
    return true
  }

  /// Erasing leaves the background colour (terminfo's bce).
  private var blank: Cell { Cell(look: Look(background: look.background)) }

  private mutating func erase(row: Int, from first: Int, to last: Int) {
    guard first <= last else { return }
    for column in first...last { rows[row][column] = blank }
  }

  private mutating func eraseScreen(_ part: Int) {
    guard part < 3 else { return }
    for row in 0..<height where part == 2 || (part == 0 && row > y) || (part == 1 && row < y) {
      erase(row: row, from: 0, to: width - 1)
    }
    if part == 0 { erase(row: y, from: x, to: width - 1) }
    if part == 1 { erase(row: y, from: 0, to: x) }
  }

  /// Moves the rows of a region up by `count` (down if negative), emptying what is uncovered.
  private mutating func scroll(from top: Int, to bottom: Int, by count: Int) {
    guard top <= bottom else { return }
    let old = rows
    for row in top...bottom {
      let source = row + count
      rows[row] =
        source >= top && source <= bottom ? old[source] : Array(repeating: blank, count: width)
    }
  }

  mutating func lineFeed() {
    wrapsNext = false
    if y == scrollBottom {
      scroll(from: scrollTop, to: scrollBottom, by: 1)
    } else {
      y = min(height - 1, y + 1)
    }
  }

  private mutating func reverseLineFeed() {
    wrapsNext = false
    if y == scrollTop { scroll(from: scrollTop, to: scrollBottom, by: -1) } else { y = max(0, y - 1) }
  }

  private mutating func setMode(_ mode: Int, _ on: Bool) {
    if on { modes.insert(mode) } else { modes.remove(mode) }
    guard mode == 1049 || mode == 47 || mode == 1047 else { return }
    if on, mainScreen == nil {
      mainScreen = (rows, x, y)
      rows = Array(repeating: Array(repeating: Cell(), count: width), count: height)
    } else if !on, let main = mainScreen {
      (rows, x, y) = main
      mainScreen = nil
    }
  }

  private mutating func setLook(_ numbers: [Int?]) {
    let names = ["bold", "dim", "italic", "underline", "blink", "", "reverse", "invisible", "strike"]
    var rest = (numbers.isEmpty ? [0] : numbers).map { $0 ?? 0 }[...]
    while let number = rest.popFirst() {
      switch number {
      case 0: look = Look()
      case 1...9: look.attributes.insert(names[number - 1])
      case 22: look.attributes.subtract(["bold", "dim"])
      case 23...29: look.attributes.remove(names[number - 21])
      case 30...37: look.foreground = String(number - 30)
      case 40...47: look.background = String(number - 40)
      case 90...97: look.foreground = String(number - 82)
      case 100...107: look.background = String(number - 92)
      case 39: look.foreground = "default"
      case 49: look.background = "default"
      case 38, 48:
        let color = Self.color(&rest)
        if number == 38 { look.foreground = color } else { look.background = color }
      case 10, 11: break
      default: unknown.append("SGR \(number)")
      }
    }
  }

  private static func color(_ rest: inout ArraySlice<Int>) -> String {
    switch rest.popFirst() {
    case 5: return String(rest.popFirst() ?? 0)
    case 2:
      // ISO 8613-6 has an empty colour space before the three numbers; xterm-direct sends it with colons.
      if rest.count >= 4, rest.first == 0, rest[rest.startIndex...].count == 4 { rest.removeFirst() }
      let parts = (0..<3).map { _ in String(rest.popFirst() ?? 0) }
      return parts.joined(separator: ",")
    default: return "unknown"
    }
  }
}
