import Foundation
import Measures
import Settings
import SyntheticRuns
import TerminalUI
import Testing

@testable import Explorer

/// What is kept from one session to the next.
@Suite struct MemoryTests {
  private func session(
    _ memory: ExplorerMemory?, run: Run? = nil, place: OpeningPlace? = nil
  ) throws -> ExplorerSession {
    let session = ExplorerSession(
      run: try run ?? Run.open([SyntheticRun.folder]), size: Size(width: 110, height: 30),
      appearance: Appearance(capabilities: Capabilities(colorDepth: .mono, repertoire: .unicode)),
      permutations: 19, memory: memory, place: place)
    session.waitUntilIdle()
    return session
  }

  private func throughFile(_ memory: ExplorerMemory) throws -> ExplorerMemory {
    let folder = NSTemporaryDirectory() + "/txray-memory-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let path = folder + "/deep/state.toml"
    try memory.write(to: path)
    return try ExplorerMemory(contentsOf: path)
  }

  @Test func aSessionGoesOnWhereTheLastOneEnded() throws {
    let first = try session(nil)
    first.press("1 [ > > r G k s % S")
    first.press(":")
    first.type("columns wins mass@2 state")
    first.press("enter /")
    first.type("say \"1\" \\ \u{7F}中文")
    first.press("esc :")
    first.type("go a \"quoted\" \\ word")
    first.press("enter")
    let second = try session(throughFile(first.remembered(in: ExplorerMemory())))
    #expect(second.state.neuron == first.state.neuron)
    #expect(second.state.shownStage == 0)
    #expect(second.state.pair == StagePair(from: 0, to: 1))
    #expect(second.state.view == .scatter)
    #expect(!second.state.isSideBySide)
    second.press("S")
    #expect(second.screen.contains("mass 2"))
    #expect(second.screen.contains("% of mean activation (paper)"))
    #expect(second.state.rowsShown == first.state.rowsShown)
    second.press(": up")
    #expect(second.screen.contains(":go a \"quoted\" \\ word"))
    second.press("up")
    #expect(second.screen.contains(":columns wins mass@2 state"))
  }

  /// A link leaves out what is so from the beginning; the memory of another place answered it, and conditions were read
  /// for other stages than those shown.
  @Test func aPlaceThatIsNamedIsNotMixedWithTheOneRemembered() throws {
    let last = try session(nil)
    last.press("1 [ > > r S %")
    let memory = last.remembered(in: ExplorerMemory())
    let run = try Run.open([SyntheticRun.folder])
    var words = OpeningPlace.Words()
    words.conditions = "moved>.1"
    let opened = try session(memory, place: OpeningPlace(words, in: run))
    let fresh = try session(nil, place: OpeningPlace(words, in: run))
    #expect(opened.state.pair == StagePair(from: 1, to: 2) && opened.state.shownStage == 2)
    #expect(opened.state.view == .table && opened.state.table.sort == fresh.state.table.sort)
    #expect(opened.state.rowsShown == fresh.state.rowsShown && opened.state.link == fresh.state.link)
    #expect(opened.state.shareKind == last.state.shareKind, "how any run is looked at stays")
    let nowhere = try session(memory, place: OpeningPlace(OpeningPlace.Words(), in: run))
    #expect(nowhere.state.view == .scatter && nowhere.state.pair == StagePair(from: 0, to: 1))
  }

  @Test func runsAreRememberedApart() throws {
    let folder = try SyntheticRun.copy()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let first = try session(nil)
    first.press("G")
    let memory = try throughFile(first.remembered(in: ExplorerMemory()))
    let other = try session(memory, run: Run.open([folder]))
    #expect(other.state.neuron == other.state.rowsShown.first, "another run opens as for the first time")
    let again = try session(other.remembered(in: memory))
    #expect(again.state.neuron == first.state.neuron)
  }

  @Test func whatNoLongerFitsIsPassedOver() throws {
    let path = try Run.open([SyntheticRun.folder])
    let key = try session(nil).remembered(in: ExplorerMemory())
    let file = NSTemporaryDirectory() + "/txray-memory-\(UUID().uuidString).toml"
    defer { try? FileManager.default.removeItem(atPath: file) }
    try key.write(to: file)
    let text = try String(contentsOfFile: file, encoding: .utf8)
      .replacingOccurrences(of: #"neuron = "lstm.0:"#, with: #"neuron = "gru.7:"#)
      .replacingOccurrences(of: "stage = 3", with: "stage = 33")
      .replacingOccurrences(of: "pair = \"2-3\"", with: "pair = \"2-44\"")
      .replacingOccurrences(of: "moved@2-3", with: "gone@9")
      .replacingOccurrences(of: "view = \"table\"", with: "view = \"globe\"")
    #expect(text.contains("gru.7") && text.contains("33") && text.contains("gone@9"))
    try text.write(toFile: file, atomically: true, encoding: .utf8)
    let session = try session(ExplorerMemory(contentsOf: file), run: path)
    #expect(session.state.shownStage == 2 && session.state.view == .table)
    #expect(session.state.rowsShown.count == SyntheticRun.neuronCount)
    #expect(session.screen.contains("moved 2→3↓"))
  }

  @Test func damagedFilesAreRefused() throws {
    for text in ["version = ", "version = 1\nlines = 3\n", "version = 1\ncolumns = \"wins\"\n"] {
      #expect(throws: SettingsError.self) {
        try ExplorerMemory(table: SettingsTable(parsing: text, path: "state.toml"))
      }
    }
    for text in ["", "version = 99\n"] {
      #expect(throws: MemoryError.otherVersion) {
        try ExplorerMemory(table: SettingsTable(parsing: text, path: "state.toml"))
      }
    }
  }

  @Test func noMoreThanFiftyRunsAreKept() throws {
    var memory = ExplorerMemory()
    let folder = try SyntheticRun.copy()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    for number in 0..<60 {
      try "name = \"run \(number)\"\n[[stages]]\nname = \"pretrain\"\n".write(
        toFile: folder + "/run.toml", atomically: true, encoding: .utf8)
      memory = try session(nil, run: Run.open([folder])).remembered(in: memory)
    }
    let file = NSTemporaryDirectory() + "/txray-memory-\(UUID().uuidString).toml"
    defer { try? FileManager.default.removeItem(atPath: file) }
    try memory.write(to: file)
    let text = try String(contentsOfFile: file, encoding: .utf8)
    #expect(text.components(separatedBy: "[[runs]]").count == 51)
    #expect(text.contains("run 59") && !text.contains("run 9\""))
  }
}
