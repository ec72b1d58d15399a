import Goldens
import TerminalUI
import Testing

/// A screen in several looks: what is written, and for each look a map of letters that says how.
struct GoldenScreen {
  private var text = ""
  private var lines: [String] = []
  private var map: [String] = []

  /// Adds a look; lines and map are left out where they are those of the look before.
  mutating func add(_ grid: Grid, look: String) {
    text += "== \(look)\n"
    let lines = grid.lines.map { $0 + "|" }
    if lines != self.lines { text += lines.joined(separator: "\n") + "\n" }
    var styles: [Style] = [grid[Point(x: 0, y: 0)].style]
    let map = (0..<grid.size.height).map { y in
      String(
        grid.row(y).map { cell -> Character in
          if !styles.contains(cell.style) { styles.append(cell.style) }
          return Self.letter(styles.firstIndex(of: cell.style) ?? 0)
        }) + "|"
    }
    if map != self.map { text += map.joined(separator: "\n") + "\n" }
    text += styles.enumerated().map { "\(Self.letter($0)) \($1)\n" }.joined()
    (self.lines, self.map) = (lines, map)
  }

  func expect(_ name: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
    try Golden.expect(text, name, sourceLocation: sourceLocation)
  }

  private static func letter(_ index: Int) -> Character {
    let letters = Array("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return index < letters.count ? letters[index] : "?"
  }
}
