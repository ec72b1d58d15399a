import Foundation
import Measures
import NeuronPreferences
import SyntheticRuns
import TerminalUI
import Testing

@testable import Explorer

/// The overview of sites.
@Suite struct SitesViewTests {
  /// A run of three sites, in a folder made once for all tests.
  private static let folder: String = {
    let path = NSTemporaryDirectory() + "/txray-sites-\(UUID().uuidString)"
    do {
      try SyntheticRun.write(
        to: path, sites: [("blocks.0.mlp", 9), ("blocks.1.mlp", 10), ("blocks.10.attention", 5)])
    } catch {
      fatalError("the synthetic run can't be written: \(error)")
    }
    return path
  }()

  private func session(_ width: Int = 120, _ height: Int = 40) throws -> ExplorerSession {
    let session = try TestSession.make(width, height, run: Run.open([Self.folder]))
    session.press("A")
    return session
  }

  @Test(arguments: ScreenTests.sizes)
  func aLineForEverySite(size: (Int, Int)) throws {
    let session = try session(size.0, size.1)
    session.press("j")
    var screen = GoldenScreen()
    for look in try ScreenTests.looks().prefix(size.0 < 200 ? 4 : 1) {
      screen.add(Screen.draw(session.state, appearance: look.appearance), look: look.name)
    }
    try screen.expect("views/sites-many-\(size.0)x\(size.1)")
  }

  /// By the neurons of each site, one by one.
  @Test func figuresAreThoseOfTheNeurons() throws {
    let state = try session().state
    let pair = try #require(state.pair)
    let comparison = try #require(state.comparison(pair))
    let overview = try #require(state.siteTable.overview)
    #expect(comparison.isTested && overview.lines.count == 3)
    for line in overview.lines {
      let verdicts = line.site.rows.map(comparison.verdict)
      for (column, isMeant) in [
        (SiteColumn.judged, \Verdict.isComparable), (.lost, \.isLoss), (.won, \.isGain),
      ] {
        #expect(column.value(line) == Double(verdicts.count { $0[keyPath: isMeant] }))
      }
      #expect(SiteColumn.moved.value(line) == Double(verdicts.count { $0 == .moved }))
      #expect(SiteColumn.kept.value(line) == Double(verdicts.count { $0 == .kept }))
      let moves = line.site.rows.filter { comparison.verdict($0).isComparable }.compactMap(comparison.effect)
      let median = try #require(line.medianMove)
      #expect(
        moves.count { $0 < median } <= moves.count / 2 && moves.count { $0 > median } <= moves.count / 2)
      let entropies = try line.site.rows.compactMap { row -> Double? in
        let sums = try state.run.stages[2].snapshot.tokens.preferences(ofRow: row).map(\.sum)
        let mass = sums.reduce(0, +)
        return mass > 0 ? sums.reduce(0) { $0 - $1 / mass * log2($1 / mass) } : nil
      }
      #expect(abs((line.entropy ?? 0) - entropies.reduce(0, +) / Double(entropies.count)) < 1e-9)
    }
  }

  @Test func enterOpensTheTableOfTheSite() throws {
    let session = try session()
    session.press("j enter")
    #expect(session.state.view == .table && session.state.table.filter?.text == "site=blocks.1.mlp")
    #expect(Set(session.state.rowsShown) == Set(9..<19))
    session.press("A")
    #expect(session.state.siteTable.site == 1, "and back where one was")
  }

  @Test func itIsSortedByAnyColumn() throws {
    let session = try session(200, 50)
    for column in SiteColumn.allCases.dropFirst() {
      session.press(">")
      #expect(session.state.siteTable.column == column && session.state.siteTable.isDescending)
      let values = session.state.siteTable.lines.map { column.value($0) ?? -.infinity }
      #expect(values == values.sorted(by: >), "\(column)")
      session.press("r")
      let turned = session.state.siteTable.lines.map { column.value($0) ?? .infinity }
      #expect(turned == turned.sorted(), "\(column)")
    }
    let order = session.state.table.sort
    session.press(">")
    #expect(session.state.siteTable.column == .site && session.state.table.sort == order)
    session.press("A >")
    #expect(session.state.table.sort != order, "in the table the same key orders neurons")
  }

  @Test func theCursorStaysOnItsSite() throws {
    let session = try session(40, 10)
    session.press("G")
    #expect(session.state.siteTable.site == 2)
    session.press("k > r")
    #expect(session.state.siteTable.site == 1)
    session.press("g ctrl-d pagedown k")
    #expect(session.screen.contains("blocks.1"))
  }

  @Test func anotherPairIsLookedAtAnew() throws {
    let session = try session()
    session.press("[")
    #expect(session.state.siteTable.overview?.subject.pair == session.state.pair)
    let before = session.state.siteTable.overview?.lines.map(\.entropy)
    session.press("1")
    #expect(session.state.siteTable.overview?.subject.stage == 0)
    #expect(session.state.siteTable.overview?.lines.map(\.entropy) != before)
  }

  @Test func oneSiteAndOneStageAreSaidToBe() throws {
    let one = try TestSession.make(80, 24, run: Run.open([SyntheticRun.folder]))
    one.press("A")
    #expect(one.screen.contains("One site: no other layer to compare it with"))
    let stage = try TestSession.make(
      80, 24, run: Run.open(["\(Self.folder)/snapshots/pretrain.safetensors"]))
    stage.press("A")
    #expect(stage.screen.contains("a second stage would show") && stage.screen.contains("blocks.10"))
  }

  @Test func itIsWrittenAsATable() throws {
    let session = try session()
    let file = NSTemporaryDirectory() + "/txray-\(UUID().uuidString).csv"
    defer { try? FileManager.default.removeItem(atPath: file) }
    session.send(.export(file, isReplacing: false))
    session.waitUntilIdle()
    let lines = try String(contentsOf: URL(fileURLWithPath: file), encoding: .utf8).split(separator: "\n")
      .filter { !$0.hasPrefix("#") }
    #expect(lines.count == 4 && lines[0] == "site,neurons,judged,lost,won,moved,kept,effect,entropy")
    #expect(lines[1].hasPrefix("blocks.0.mlp,9,"))
  }

  @Test func neuronsThatCantBeReadAreNotWaitedFor() throws {
    let session = try session(80, 24)
    let subject = try #require(session.state.siteTable.requested)
    session.send(.finished(.overlooked(nil, subject, fault: "row 7 is cut off")))
    #expect(session.draw().lines.dropLast().contains { $0.contains("row 7 is cut off") })
    session.press("] ]")
    session.waitUntilIdle()
    #expect(!session.screen.contains("cut off") && !session.screen.contains("Reading all neurons"))
    session.send(.finished(.overlooked(nil, subject, fault: "row 7 is cut off")))
    #expect(!session.screen.contains("cut off"), "of a pair that has been left")
  }
}
