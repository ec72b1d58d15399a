import Explorer
import Foundation
import Measures
import Statistics
import SyntheticRuns
import TerminalUI
import Testing

/// Random keys, clicks and sizes: nothing may crash, and every line must have the width of the screen.
@Suite struct FuzzTests {
  static let keys: [Key] =
    "jkgGsfmnNurUaqOiwSLMPCTXpzt=?cv%{}JK/:&\\+-[]<>' 123456789xyz".map { Key.character($0) } + [
      .up, .down, .left, .right, .pageUp, .pageDown, .home, .end, .enter, .escape, .tab, .backTab,
      .backspace, .delete, .control("d"), .control("u"), .control("f"), .control("b"), .control("l"),
      .control("w"), .character("中"), .function(1), .alt("x"),
    ]
  static let commands = [
    "filter mass<100", "filter film", "sort wins@1", "sort change", "pair 1-3", "go 7", "note seen",
    "mark-all",
    "unmark-all", "because dull", "save-marks a", "load-marks a", "prune", "stop-pruning", "theme mono",
    "theme none", "down 5", "text a good film", "text fail", "columns mass union",
    "columns standard", "stage 2", "moved",
    "zoom", "mouse",
  ]

  @Test func anyKeysAtAnySize() throws {
    let seed = UInt64(ProcessInfo.processInfo.environment["TXRAY_SEED"] ?? "") ?? 20_261_123
    let count = Int(ProcessInfo.processInfo.environment["TXRAY_FUZZ_KEYS"] ?? "") ?? 4000
    print("fuzzing \(count) keys with TXRAY_SEED=\(seed)")
    var random = SplitMix64(seed: seed)
    let folder = try SyntheticRun.copy()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let session = try TestSession.make(80, 24, run: Run.open([folder]))
    for step in 0..<count {
      switch random.next() % 40 {
      case 0:
        let size = Size(width: Int(random.next() % 130) + 1, height: Int(random.next() % 45) + 1)
        session.handle(.resize(size))
      case 1:
        let place = Point(x: Int(random.next() % 130), y: Int(random.next() % 45))
        let action = [MouseEvent.Action.click, .doubleClick, .scrollUp, .scrollDown][Int(random.next() % 4)]
        session.handle(.mouse(MouseEvent(action, at: place)))
      case 2: session.handle(.paste("film\u{202E}\n中文 e\u{301}"))
      case 3:
        session.handle(.key(.escape))
        session.handle(.key(.character(":")))
        session.handle(.paste(Self.commands[Int(random.next() % UInt64(Self.commands.count))]))
        session.handle(.key(.enter))
      default: session.handle(.key(Self.keys[Int(random.next() % UInt64(Self.keys.count))]))
      }
      if random.next() % 4 == 0 { session.waitUntilIdle() }
      let grid = session.draw()
      #expect(grid.size == session.state.size, "step \(step)")
      for y in 0..<grid.size.height {
        let width = grid.row(y).reduce(0) { $0 + Int($1.width) }
        #expect(width == grid.size.width, "step \(step), row \(y)")
      }
    }
    session.waitUntilIdle()
    session.handle(.resize(Size(width: 80, height: 24)))
    session.press("esc esc esc esc a")
    #expect(session.state.rowsShown.count == SyntheticRun.neuronCount, "the interface still answers")
  }
}
