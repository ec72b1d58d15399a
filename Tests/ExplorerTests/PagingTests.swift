import SyntheticRuns
import TerminalUI
import Testing

@testable import Explorer

/// In every list paging down comes to each entry and passes none over; a page repeats at most the two lines that lead over
/// from the one before, and at the end what fills the last one.
@Suite struct PagingTests {
  static let sizes = [(80, 24), (120, 40), (200, 50), (40, 10), (24, 8)]

  /// Follows a list down by pages, as the entries in sight after each tell.
  private func pages(
    of session: ExplorerSession, _ inSight: (ExplorerState) -> Range<Int>
  ) throws -> [Range<Int>] {
    var pages = [inSight(session.state)]
    while pages.count < 500 {
      session.press("pagedown")
      let next = inSight(session.state)
      if next == pages[pages.count - 1] { return pages }
      pages.append(next)
    }
    Issue.record("paging never ends")
    return pages
  }

  private func expectEachOnce(_ pages: [Range<Int>], of count: Int) {
    #expect(pages.first?.lowerBound == 0 && pages.last?.upperBound == count, "\(pages) of \(count)")
    for (before, after) in zip(pages, pages.dropFirst()) {
      let follows = (before.upperBound - 2...before.upperBound).contains(after.lowerBound)
      // The last page is full, and so may begin with what was there.
      #expect(follows || after.upperBound == count && before.contains(after.lowerBound), "\(pages)")
    }
  }

  @Test(arguments: sizes) func neurons(width: Int, height: Int) throws {
    let session = try TestSession.make(width, height, run: Run.open([SyntheticRun.taggedFolder]))
    let pages = try pages(of: session) { state in
      state.table.offset..<min(state.table.rows.count, state.table.offset + state.layout.tableRows)
    }
    expectEachOnce(pages, of: SyntheticRun.neuronCount)
  }

  @Test(arguments: sizes) func help(width: Int, height: Int) throws {
    let session = try TestSession.make(width, height, run: Run.open([SyntheticRun.taggedFolder]))
    session.press("?")
    let region = HelpView.region(session.state.layout)
    let lines = HelpView.sheet(session.state).height(width: region.width)
    let pages = try pages(of: session) { state in
      let offset = state.helpOffset ?? 0
      return offset..<min(lines, offset + region.height)
    }
    expectEachOnce(pages, of: lines)
  }

  @Test(arguments: sizes) func tags(width: Int, height: Int) throws {
    let session = try TestSession.make(width, height, run: Run.open([SyntheticRun.taggedFolder]))
    session.press("P")
    let count = try #require(session.state.summaries[session.state.shownStage]?.tags?.count)
    let shown = TagShareView.tagsInSight(session.state)
    let pages = try pages(of: session) { state in
      state.viewOffset..<min(count, state.viewOffset + shown)
    }
    expectEachOnce(pages, of: count)
  }

  @Test(arguments: sizes) func wordsOfOnesOwn(width: Int, height: Int) throws {
    let session = try TestSession.make(width, height, run: Run.open([SyntheticRun.taggedFolder]))
    let text = Array(repeating: ["a", "film", "by", "kubrick"], count: 30).flatMap { $0 }
    session.send(.readText(text.joined(separator: " ")))
    session.waitUntilIdle()
    let pages = try pages(of: session) { state in
      state.ownText.offset..<min(text.count, state.ownText.offset + max(0, state.layout.table.height - 1))
    }
    expectEachOnce(pages, of: text.count)
  }

  @Test(arguments: sizes) func columns(width: Int, height: Int) throws {
    let session = try TestSession.make(width, height, run: Run.open([SyntheticRun.taggedFolder]))
    session.press("c")
    let names = try #require(session.state.chooser?.names)
    var seen: [Int] = []
    for _ in names {
      let chooser = try #require(session.state.chooser)
      seen.append(chooser.selected)
      let line = names[chooser.selected]
      #expect(session.screen.contains(line.prefix(8)), "\(line)")
      session.press("j")
    }
    #expect(seen == Array(names.indices))
  }
}
