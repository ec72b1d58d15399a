import Explorer
import Foundation
import Measures
import SyntheticRuns
import TerminalUI
import Testing

/// Going back and forward, and ranges of rows.
@Suite struct VisitingTests {
  @Test func goesBackAndForwardThroughWhatWasVisited() throws {
    let session = try TestSession.make(100, 30)
    let first = session.state.neuron
    session.press("j j")
    let start = session.state.neuron
    session.press("/ 1 2 enter")
    #expect(session.state.neuron == 12)
    session.press("f")
    let forgotten = session.state.neuron
    #expect(Set(session.state.rowsShown) == [3, 17])
    session.press("S")
    #expect(session.state.view == .scatter)
    session.press("{")
    #expect(session.state.view == .table && Set(session.state.rowsShown) == [3, 17])
    #expect(session.state.neuron == forgotten)
    session.press("{")
    #expect(session.state.neuron == 12 && session.state.rowsShown.count == SyntheticRun.neuronCount)
    session.press("{")
    #expect(session.state.neuron == start, "where the search began, not \(first)")
    session.press("{")
    #expect(session.state.message?.text == "Nothing lies behind")
    session.press("} } }")
    #expect(session.state.view == .scatter && Set(session.state.rowsShown) == [3, 17])
    session.press("}")
    #expect(session.state.message?.text == "Nothing lies ahead")
    session.press("{ L { {")
    #expect(session.state.neuron == 12, "a new way forward replaces the old one")
  }

  @Test func questionsAreVisitedAgain() throws {
    let session = try TestSession.make(100, 30)
    session.press("t c a f é enter")
    let asked = session.state.rowsShown
    session.press("= ctrl-o")
    #expect(session.state.rowsShown == asked)
    #expect(session.screen.contains("won \"café\""))
    session.press("ctrl-o }")
    #expect(session.state.rowsShown == asked)
  }

  @Test func tokensShowWhoLostThem() throws {
    let session = try TestSession.make(120, 30)
    session.press("t c o u n t y enter")
    let lines = session.draw().lines
    #expect(lines[2].contains("county 2") && lines[2].contains("county 3↓"))
    let stages = session.state.run.stages.map(\.snapshot.tokens)
    let shown = Set(session.state.rowsShown)
    for row in 0..<SyntheticRun.neuronCount {
      let won = try stages.contains { stage in
        try stage.preferences(ofRow: row).contains { stage.name(of: $0.feature) == "county" }
      }
      #expect(won == shown.contains(row))
    }
    #expect(shown.contains { stages[2].wins[$0] == 0 }, "a forgotten neuron is among them")
  }

  @Test func rangesAreMarkedAtOnce() throws {
    let folder = try SyntheticRun.copy()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let session = try TestSession.make(80, 24, run: Run.open([folder]))
    let rows = session.state.rowsShown
    session.press("j v j j j")
    #expect(session.screen.contains("mark 4 neurons"))
    #expect(session.screen.contains("▸"))
    session.press("space")
    #expect(session.state.marks.rows == Set(rows[1...4]))
    #expect(!session.screen.contains("▸"))
    session.press("v k k space")
    #expect(session.state.marks.rows == [rows[1]], "a range of marked ones is unmarked")
    session.press("u")
    #expect(session.state.marks.rows == Set(rows[1...4]), "and comes back in one step")
    session.press("v G esc space")
    #expect(session.state.marks.rows.count == 5, "Esc gives the range up")
    session.press("v")
    session.press("f space")
    #expect(session.state.marks.rows.count <= 6, "another list ends the range")
  }

  @Test func escapeAndAQuickKeyAreTwoKeys() throws {
    let session = try TestSession.make(80, 24)
    session.press("f alt-m")
    #expect(session.screen.contains("moved from"))
    session.press("alt-q")
    #expect(session.takeRequests() == [.quit])
  }
}
