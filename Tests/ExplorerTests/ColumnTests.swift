import Explorer
import Measures
import SyntheticRuns
import TerminalUI
import Testing

/// Choosing the columns of the table.
@Suite struct ColumnTests {
  private func header(_ session: ExplorerSession) -> String {
    session.draw().lines.first { $0.contains(" id ") } ?? ""
  }

  private func command(_ session: ExplorerSession, _ text: String) {
    session.press(":")
    session.type(text)
    session.press("enter")
  }

  @Test func columnsAreNamedInTheirOrder() throws {
    let session = try TestSession.make(120, 24)
    command(session, "columns mass@1 wins distance@1-3 union mean")
    let titles = header(session).split(separator: "│")[0].split(separator: " ").joined(separator: " ")
    #expect(titles == "id mass 1 wins 3 H 1→3 union 2→3 mean 3")
    let row = session.draw().lines[9].split(separator: "│")[0].split(separator: " ")
    #expect(row.count == 6, "every column has its value, that of 1-3 too: \(row)")
    session.press("1 [")
    #expect(header(session).contains("wins 1") && header(session).contains("union 1→2"))
    #expect(header(session).contains("H 1→3"), "named stages stay")
    command(session, "columns standard")
    #expect(header(session).contains("state"))
    command(session, "columns weight")
    #expect(session.state.message?.isError == true)
    #expect(header(session).contains("state"))
  }

  @Test func theListShowsHidesAndMoves() throws {
    let session = try TestSession.make(120, 30)
    session.press("c")
    #expect(session.screen.contains("Columns of the table"))
    // State goes; what moved goes behind q.
    session.press("j j space k J J J esc")
    let titles = header(session)
    #expect(!titles.contains("state"))
    let q = try #require(titles.range(of: " q "))
    let moved = try #require(titles.range(of: "moved"))
    #expect(q.lowerBound < moved.lowerBound)
    session.press("c r esc")
    #expect(header(session).contains("state"))
    session.press("c G space esc")
    #expect(session.state.message == nil)
    session.press("c ?")
    #expect(session.screen.contains("half a screen down"), "help opens from the list too")
  }

  @Test func clicksChooseColumns() throws {
    let session = try TestSession.make(120, 30)
    session.press("c")
    let line = try #require(session.draw().lines.firstIndex { $0.contains(" state ") })
    session.handle(.mouse(MouseEvent(.click, at: Point(x: 3, y: line))))
    session.handle(.mouse(MouseEvent(.scrollDown, at: Point(x: 3, y: line))))
    session.press("esc")
    #expect(!header(session).contains("state"))
  }

  @Test func whatDoesNotFitIsSaid() throws {
    let narrow = try TestSession.make(80, 24)
    #expect(header(narrow).contains("…│") || header(narrow).contains("… │"), "\(header(narrow))")
    command(narrow, "columns wins")
    #expect(!header(narrow).contains("…│"))
    let bare = try TestSession.make(80, 24)
    command(bare, "columns wins length mass mean union")
    #expect(header(bare).contains("wins 3"), "the first of them stay")
  }

  @Test func sharesAreOfTheMassOrTheMeanOrALift() throws {
    let session = try TestSession.make(120, 40)
    session.press("m")
    #expect(session.screen.contains("% of activation mass"))
    let before = session.screen
    let row = session.state.neuron
    let tokens = session.state.run.stages[2].snapshot.tokens
    let preferences = try tokens.preferences(ofRow: row)
    let most = try #require(preferences.max { $0.sum < $1.sum })
    let share = most.sum / preferences.reduce(0) { $0 + $1.sum }
    let lines = session.draw().lines.filter { $0.contains(tokens.name(of: most.feature)) }
    #expect(lines.contains { $0.contains("\(Int((share * 100).rounded()))%") }, "\(session.screen)")
    session.press("%")
    #expect(session.screen.contains("% of mean activation (paper)"))
    session.press("%")
    #expect(session.screen.contains("lift: share of mass") && session.screen.contains("x"))
    command(session, "shares paper")
    #expect(session.screen.contains("% of mean activation (paper)"))
    command(session, "shares mass")
    command(session, "shares weight")
    #expect(session.state.message?.isError == true)
    session.press("k")
    #expect(before.split(separator: "\n").dropLast() == session.screen.split(separator: "\n").dropLast())
  }
}
