import Explorer
import Foundation
import Goldens
import Measures
import SyntheticRuns
import TerminalUI
import Testing

/// Every view at every size and in every look, as it is drawn.
@Suite struct ScreenTests {
  static let sizes = [(80, 24), (120, 40), (200, 50), (40, 10)]

  /// The theme that comes with the program on terminals of 16 colours and of none, one of colours of its own
  /// on those of 256.
  static func looks() throws -> [(name: String, appearance: Appearance)] {
    let themes = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../themes").standardizedFileURL.path
    let dark = try ThemeLibrary(folders: [themes]).theme("dark")
    return [
      ("256 colours, theme dark", dark, ColorDepth.colors256, Repertoire.unicode),
      ("16 colours", .builtIn, .colors16, .unicode), ("mono", .builtIn, .mono, .unicode),
      ("mono, ASCII", .builtIn, .mono, .ascii),
    ].map {
      ($0.0, Appearance(theme: $0.1, capabilities: Capabilities(colorDepth: $0.2, repertoire: $0.3)))
    }
  }

  /// Screens, and the keys that lead to them.
  static let screens = [
    ("opening", ""), ("scatter", "S j"), ("help", "?"), ("zoom", "m enter"), ("contexts", "m x"),
    ("token", "t c a f é enter"), ("similar", "m ="), ("forgotten", "f"), ("gained", "+"), ("moved", "m"),
    ("marked", "m space space '"), ("palette", ": t"), ("filter", "&"), ("one-stage", "s 1"),
    ("columns", "c j j"), ("range", "v j j"),
    ("own-text", "i a space f i l m space b y space k u b r i c k enter j w"), ("nothing", "[ f"),
    ("pruning", "m space space space X"), ("pruning-nothing", "X"),
  ]

  /// Those, and every view that is not among them, as its key opens it.
  static let views =
    screens
    + ViewDescription.all.filter { view in view != .table && !screens.contains { $0.0 == view.name } }
    .map { ($0.name, $0.key) }

  @Test(arguments: views.map(\.0), sizes)
  func everyView(name: String, size: (Int, Int)) throws {
    let keys = try #require(Self.views.first { $0.0 == name }).1
    let folder = try SyntheticRun.copy(tagged: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let session = try TestSession.make(size.0, size.1, run: Run.open([folder]))
    session.press(keys)
    var screen = GoldenScreen()
    // One look of the largest: the others differ from it as they do at the smaller sizes.
    for look in try Self.looks().prefix(size.0 < 200 ? 4 : 1) {
      screen.add(Screen.draw(session.state, appearance: look.appearance), look: look.name)
    }
    try screen.expect("views/\(name)-\(size.0)x\(size.1)")
  }

  /// Scripts of keys and the screens that follow them. A line that begins with "> " holds keys.
  @Test(arguments: ["forgotten", "token", "marks", "columns", "own-text", "visits", "plots"])
  func everySession(name: String) throws {
    let path = "sessions/\(name)"
    let file = Golden.file(path)
    let text = try String(contentsOf: file, encoding: .utf8)
    let folder = try SyntheticRun.copy(tagged: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let session = try TestSession.make(90, 16, run: Run.open([folder]))
    var found = ""
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) where line.hasPrefix(">") {
      session.press(String(line.dropFirst(2)))
      found += "\(line)\n" + session.draw().lines.map { $0 + "|\n" }.joined()
    }
    #expect(!found.isEmpty)
    try Golden.expect(found, path)
  }
}
