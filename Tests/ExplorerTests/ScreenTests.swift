import Explorer
import SyntheticRuns
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

  static let viewKeys = [
    ("scatter", "S j"), ("lengths", "L"), ("ranks", "M"), ("tags", "P"), ("curves", "C"), ("help", "?"),
    ("zoom", "m enter"), ("contexts", "m x"), ("token", "t c a f é enter"), ("forgotten", "f"),
    ("palette", ": t"), ("one-stage", "s 1"),
    ("own-text", "i a space f i l m space b y space k u b r i c k enter j w"),
  ]

  @Test(arguments: viewKeys.map { $0.0 }, [0, 1, 2, 3, 4])
  func views(name: String, look: Int) throws {
    let keys = try #require(Self.viewKeys.first { $0.0 == name }).1
    // Every size in colour, and the usual one in the other looks.
    let size = look < 3 ? Self.sizes[look] : (80, 24)
    let appearance = Self.looks[max(0, look - 2)]
    let session = try TestSession.make(
      size.0, size.1, depth: appearance.depth, repertoire: appearance.repertoire,
      run: Run.open([SyntheticRun.taggedFolder]))
    session.press(keys)
    try Golden.expect(session.draw(), "\(name)-\(size.0)x\(size.1)-\(appearance.name)")
  }
}
