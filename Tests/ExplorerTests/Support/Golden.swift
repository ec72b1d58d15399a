import Foundation
import TerminalUI
import Testing

/// Screens kept as text: what is written, and below it a map of letters that says how.
///
/// TXRAY_RECORD=1 writes them anew; the run then fails, so that nobody mistakes it for a test.
enum Golden {
  static func expect(
    _ grid: Grid, _ name: String, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let found = text(of: grid)
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    let file = folder.appendingPathComponent("Golden/\(name).txt")
    if ProcessInfo.processInfo.environment["TXRAY_RECORD"] != nil {
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try found.write(to: file, atomically: true, encoding: .utf8)
      Issue.record("recorded \(name)", sourceLocation: sourceLocation)
      return
    }
    let expected =
      (try? String(contentsOf: file, encoding: .utf8)) ?? "no such golden: TXRAY_RECORD=1 makes it\n"
    #expect(found == expected, "\(name):\n\(found)", sourceLocation: sourceLocation)
  }

  /// The lines, each ending in a bar so that spaces can be seen; then a letter a cell, and what letters mean.
  static func text(of grid: Grid) -> String {
    var styles: [Style] = [grid[Point(x: 0, y: 0)].style]
    let maps = (0..<grid.size.height).map { y in
      grid.row(y).map { cell -> Character in
        if !styles.contains(cell.style) { styles.append(cell.style) }
        return letter(styles.firstIndex(of: cell.style) ?? 0)
      }
    }
    let legend = styles.enumerated().map { "\(letter($0)) \(description($1))" }
    let lines = grid.lines.map { $0 + "|" }
    return (lines + maps.map { String($0) + "|" } + legend).joined(separator: "\n") + "\n"
  }

  private static func letter(_ index: Int) -> Character {
    let letters = Array("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return index < letters.count ? letters[index] : "?"
  }

  private static func description(_ style: Style) -> String {
    "\(style.foreground) on \(style.background), attributes \(style.attributes.rawValue)"
  }
}
