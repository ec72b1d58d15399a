import Explorer
import Foundation
import Settings
import SyntheticRuns
import TerminalUI
import Testing

@Suite struct ConfigurationTests {
  private func read(_ text: String) throws -> ExplorerConfiguration {
    try ExplorerConfiguration(table: SettingsTable(parsing: text, path: "config.toml"))
  }

  @Test func keysCanBeGivenAndTaken() throws {
    let configuration = try read(
      """
      mouse = false
      ascii = true
      [keys]
      "ctrl-n" = "down"
      "w" = "sort wins@1"
      "q" = "none"
      """)
    #expect(!configuration.isMouseOn && configuration.isASCIIOnly)
    let session = ExplorerSession(
      run: try Run.open([SyntheticRun.folder]), size: Size(width: 80, height: 24),
      appearance: Appearance(capabilities: Capabilities(colorDepth: .mono, repertoire: .unicode)),
      configuration: configuration, permutations: 19)
    session.waitUntilIdle()
    session.press("ctrl-n")
    #expect(session.screen.contains("2/24"))
    session.press("w q")
    #expect(session.screen.contains("sort wins 1"))
    #expect(session.takeRequests().isEmpty, "q does nothing any more")
    session.press("?")
    #expect(session.screen.contains("Ctrl-N"), "help knows the keys as they are")
  }

  @Test func mistakesAreNamedWithTheirLine() {
    let cases: [(String, Int)] = [
      ("theem = \"dark\"", 1), ("mouse = 1", 1), ("[keys]\n\"hop\" = \"down\"", 2),
      ("[keys]\n\"x\" = \"dwon\"", 2),
    ]
    for (text, line) in cases {
      do {
        _ = try read(text)
        Issue.record("\(text) was taken")
      } catch let error as SettingsError {
        switch error {
        case .unknownKey(_, let found, _, _), .wrongType(_, let found, _, _, _),
          .invalidValue(_, let found, _, _):
          #expect(found == line)
        default: Issue.record("\(error)")
        }
      } catch {
        Issue.record("\(error)")
      }
    }
  }

  @Test func theExampleSetsWhatHoldsAnyway() throws {
    let configuration = try read(ExplorerConfiguration.example)
    #expect(configuration.isMouseOn && !configuration.isASCIIOnly)
    #expect(configuration.theme == Theme.builtIn.name)
  }

  @Test func themesAreShownWhileTheyAreChosen() throws {
    let folder = NSTemporaryDirectory() + "/txray-themes-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try "inherits = \"terminal-16\"\ntitle = { fg = \"red\" }\n".write(
      toFile: folder + "/crimson.toml", atomically: true, encoding: .utf8)
    let session = ExplorerSession(
      run: try Run.open([SyntheticRun.folder]), size: Size(width: 80, height: 24),
      appearance: Appearance(capabilities: Capabilities(colorDepth: .colors256, repertoire: .unicode)),
      surroundings: ExplorerSession.Surroundings(themes: ThemeLibrary(folders: [folder])), permutations: 19)
    session.waitUntilIdle()
    session.press(":")
    session.type("theme cr")
    session.press("tab")
    #expect(session.appearance.theme.name == "crimson", "\(session.screen)")
    session.press("esc")
    #expect(session.appearance.theme.name == Theme.builtIn.name)
    session.press(":")
    session.type("theme crimson")
    session.press("enter")
    #expect(session.appearance.theme.name == "crimson")
    let before = session.draw()
    session.refreshTheme()
    #expect(session.draw() == before)
    try "inherits = \"terminal-16\"\ntitle = { fg = \"green\" }\n".write(
      toFile: folder + "/crimson.toml", atomically: true, encoding: .utf8)
    session.refreshTheme()
    #expect(session.state.message?.isError != true)
    #expect(session.draw() != before, "a changed file shows at once")
  }
}
