import Foundation
import Goldens
import Statistics
import TerminalUI
import Testing

@Suite struct GoldenScreenTests {
  private static let sizes = [
    Size(width: 80, height: 24), Size(width: 120, height: 40), Size(width: 40, height: 10),
  ]
  private static let terminals: [(name: String, capabilities: Capabilities)] = [
    ("256", Capabilities(colorDepth: .colors256, repertoire: .unicode)),
    ("16", Capabilities(colorDepth: .colors16, repertoire: .unicode)),
    ("mono", Capabilities(colorDepth: .mono, repertoire: .unicode)),
    ("ascii", Capabilities(colorDepth: .mono, repertoire: .ascii)),
  ]

  @Test(arguments: ["browser", "dialogs", "scatter", "shapes", "lines", "tokens"])
  func screensLookAsRecorded(scene: String) throws {
    let theme = try ThemeLibrary(folders: [ThemeTests.folder]).theme("dark")
    var text = ""
    for size in Self.sizes {
      for terminal in Self.terminals {
        let appearance = Appearance(theme: theme, capabilities: terminal.capabilities)
        var grid = appearance.makeGrid(size: size)
        Scenes.draw(scene, into: &grid, appearance: appearance)
        text += "== \(size.width)x\(size.height) \(terminal.name)\n" + grid.dump()
      }
    }
    try Golden.expect(text, scene)
  }

  /// Seed in the arguments: no size and no scene traps or writes beyond ASCII where that is all there is.
  @Test(arguments: [UInt64(11), 12, 13])
  func scenesFitEverySize(seed: UInt64) {
    var generator = SplitMix64(seed: seed)
    for _ in 0..<150 {
      let size = Size(width: generator.next(below: 60), height: generator.next(below: 20))
      let terminal = Self.terminals[generator.next(below: 4)].capabilities
      let appearance = Appearance(capabilities: terminal)
      for scene in ["browser", "dialogs", "scatter", "shapes", "lines", "tokens"] {
        var grid = appearance.makeGrid(size: size)
        Scenes.draw(scene, into: &grid, appearance: appearance)
        #expect(grid.lines.count == size.height)
        #expect(terminal.repertoire == .unicode || grid.lines.allSatisfy { $0.utf8.allSatisfy { $0 < 0x80 } })
        for y in 0..<size.height { #expect(grid.row(y).reduce(0) { $0 + Int($1.width) } == size.width) }
      }
    }
  }
}
