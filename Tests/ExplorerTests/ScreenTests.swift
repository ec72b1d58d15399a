import TerminalUI
import Testing

@Suite struct ScreenTests {
  static let sizes = [(80, 24), (120, 40), (40, 10)]
  static let looks: [(name: String, depth: ColorDepth, repertoire: Repertoire)] = [
    ("256", .colors256, .unicode), ("mono", .mono, .unicode), ("ascii", .mono, .ascii),
  ]

  @Test(arguments: sizes, looks.map(\.name))
  func opening(size: (Int, Int), look: String) throws {
    let look = try #require(Self.looks.first { $0.name == look })
    let session = try TestSession.make(size.0, size.1, depth: look.depth, repertoire: look.repertoire)
    try Golden.expect(session.draw(), "opening-\(size.0)x\(size.1)-\(look.name)")
  }
}
