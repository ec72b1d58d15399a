import SyntheticRuns
import TerminalUI
import Testing

@testable import Explorer

/// What the line of commands offers, and what it makes of an order.
@Suite struct CommandLineTests {
  /// They were looked for, through the whole vocabulary, at each frame.
  @Test func whatALineCouldBecomeIsLookedForWhenItChanges() throws {
    var state = try TestSession.make(80, 24).state
    for key in Key.sequence(": s o r t") ?? [] { _ = state.reduce(.key(key)) }
    #expect(state.prompt?.candidates.map(\.line).contains("sort") == true)
    state.prompt?.candidates = [Completion("made up")]
    _ = state.reduce(.key(.left))
    let capabilities = Capabilities(colorDepth: .mono, repertoire: .unicode)
    let screen = Screen.draw(state, appearance: Appearance(capabilities: capabilities)).lines
    #expect(screen.contains { $0.hasPrefix(" made up") }, "nothing was typed")
    _ = state.reduce(.key(.end))
    _ = state.reduce(.key(.character(" ")))
    #expect(state.prompt?.candidates.contains { $0.line == "sort wins" } == true)
  }

  /// Words have no order of size, and a run without tags has none of theirs.
  @Test func theOrdersOfferedAreThoseThatSort() throws {
    func offered(_ run: String) throws -> [String] {
      let session = try TestSession.make(80, 24, run: Run.open([run]))
      session.press(": s o r t space")
      return session.state.prompt?.candidates.map(\.line) ?? []
    }
    let (plain, tagged) = (try offered(SyntheticRun.folder), try offered(SyntheticRun.taggedFolder))
    #expect(plain.contains("sort wins") && !plain.contains { $0.contains("tag") })
    #expect(tagged.contains("sort tag-share") && tagged.contains("sort tag-moved"))
    for line in tagged {
      let session = try TestSession.make(80, 24, run: Run.open([SyntheticRun.taggedFolder]))
      session.press(":")
      session.type(line)
      session.press("enter")
      #expect(session.state.message == nil, "\(line)")
    }
    #expect(!tagged.contains("sort tokens") && !tagged.contains("sort class") && !tagged.contains("sort tag"))
  }

  @Test(arguments: ["wins:abc", "wins:", "wins:up:asc"])
  func aDirectionThatIsNoneIsSaid(order: String) throws {
    let session = try TestSession.make(80, 24)
    let before = session.state.table.sort
    session.send(.sort(order))
    #expect(session.state.message?.isError == true && session.state.table.sort == before)
    #expect(session.state.message?.text.contains("is no direction: write wins:asc or wins:desc") == true)
  }
}
