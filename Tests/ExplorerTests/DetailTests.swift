import Foundation
import Goldens
import Measures
import NeuronPreferences
import Runs
import SyntheticRuns
import TerminalUI
import Testing

@testable import Explorer

/// What the detail shows, whatever the pair, the size and the view.
@Suite struct DetailTests {
  private static let sizes = [
    (80, 24), (120, 40), (200, 50), (64, 20), (40, 10), (30, 12), (24, 8), (100, 60),
  ]

  @Test(arguments: sizes)
  func bothEndsOfThePairAreThere(width: Int, height: Int) throws {
    let session = try TestSession.make(width, height, run: Run.madeUp(stages: 5))
    let appearance = session.appearance
    for view in ViewDescription.all where view != .ownText {
      if session.state.view != view { session.press(view.key) }
      #expect(session.state.view == view)
      for isZoomed in [false, true] {
        if session.state.isZoomed != isZoomed { session.press("enter") }
        for from in 0..<5 {
          for to in 0..<5 where to != from {
            session.send(.compare(StagePair(from: from, to: to)))
            for shown in 0..<5 {
              session.send(.showStage(shown))
              let region = session.state.layout.detail
              guard !region.isEmpty else { continue }
              let stages = DetailStages.inSight(session.state, width: region.width)
              // Two columns take 22 cells; a narrower detail holds the stage that is shown.
              #expect(
                region.width < 22 ? !stages.isEmpty : stages.contains(from) && stages.contains(to),
                "\(from + 1)-\(to + 1) in \(view.name) at \(width)x\(height): \(stages)")
              #expect(stages == stages.sorted() && Set(stages).count == stages.count)
            }
          }
        }
        session.waitUntilIdle()
        #expect(Screen.draw(session.state, appearance: appearance).size == session.state.size)
      }
      if session.state.isZoomed { session.press("enter") }
    }
  }

  /// The screen says so too: the pair's stages stand above their columns.
  @Test func theColumnsAreNamed() throws {
    let session = try TestSession.make(80, 24, run: Run.madeUp(stages: 5))
    session.send(.compare(StagePair(from: 0, to: 4)))
    session.waitUntilIdle()
    let screen = session.draw().lines.dropFirst(2).joined(separator: "\n")
    #expect(screen.contains(" 1 epoch 1") && screen.contains(" 5 epoch 5") && !screen.contains("4 epoch 4"))
    #expect(screen.contains("1→5"))
  }

  /// In every list paging down reaches each entry exactly once, and Page Up leads back.
  @Test(arguments: sizes, ["", "d", "d d"])
  func pagingReachesEveryEntryOnce(size: (Int, Int), page: String) throws {
    let session = try TestSession.make(size.0, size.1, run: Run.open([SyntheticRun.taggedFolder]))
    session.press("m enter " + page)
    #expect(session.state.isZoomed)
    let first = DetailPane.windows(session.state)
    #expect(!first.isEmpty)
    var seen = first.map { [Int]($0.range) }
    var pages = 1
    while true {
      let before = DetailPane.windows(session.state)
      let screen = session.screen
      session.press("pagedown")
      let after = DetailPane.windows(session.state)
      guard after.map(\.range) != before.map(\.range) else { break }
      if after.contains(where: { $0.height > 1 }) { #expect(session.screen != screen) }
      for (list, window) in after.enumerated() where window.range != before[list].range {
        seen[list] += [Int](window.range)
      }
      pages += 1
      try #require(pages < 200)
    }
    for (list, window) in first.enumerated() where window.height > 0 {
      #expect(
        seen[list] == [Int](0..<window.count), "list \(list) of \(window.count) in \(window.height) rows")
    }
    session.press("pageup")
    if pages > 1 {
      #expect(DetailPane.windows(session.state).map(\.range) != first.map(\.range) || pages == 2)
    }
    for _ in 0..<pages { session.press("pageup") }
    #expect(DetailPane.windows(session.state).map(\.range) == first.map(\.range))
  }

  /// A list never leaves rows blank while entries of it are hidden below.
  @Test func noRowIsBlankWhileEntriesAreHidden() {
    for count in 0..<60 {
      for height in 0..<12 {
        for halfPages in 0..<60 {
          let window = ListWindow(count: count, height: height, halfPages: halfPages)
          #expect(window.range.count <= height && window.range.upperBound <= count)
          if window.range.upperBound < count, height > 0 {
            #expect(window.range.count == window.rows && window.rows >= max(1, height - 1))
          }
        }
        let all = ListWindow(count: count, height: height, halfPages: 0)
        if height > 0, count > 0 {
          let last = ListWindow(count: count, height: height, halfPages: all.lastHalfPage)
          #expect(last.range.upperBound == count)
        }
      }
    }
  }

  /// A fact that has no room as a whole is left out.
  @Test(arguments: [(120, 40), (200, 50), (100, 40)]) func factsOfActivityAreNeverCut(width: Int, height: Int)
    throws
  {
    let session = try TestSession.make(width, height, run: Run.open([SyntheticRun.taggedFolder]))
    let lines = session.draw().lines
    let start = try #require(lines.firstIndex { $0.contains("Activations from") })
    #expect(lines[start...].contains { $0.contains("spread") })
    #expect(width < 120 || lines[start...].contains { $0.contains("selectivity") })
    #expect(!lines[start...].contains { $0.contains("selectivit…") || $0.contains("…;") })
  }

  @Test func sharesAreOfMassFirstAndTheLegendSaysWhich() throws {
    let session = try TestSession.make(120, 40, run: Run.open([SyntheticRun.taggedFolder]))
    #expect(session.screen.contains("% of activation mass"))
    session.press("%")
    #expect(session.screen.contains("% of mean activation (paper)"))
    session.press("%")
    #expect(session.screen.contains("lift: share of mass / share of text"))
    session.press(": s h a r e s space m a s s enter")
    #expect(session.screen.contains("% of activation mass"))
  }

  @Test func aNeuronIsSummedUpAtBothStages() throws {
    let session = try TestSession.make(120, 40, run: Run.open([SyntheticRun.taggedFolder]))
    session.press("m")
    for (stage, name) in [(1, "zero-shot"), (2, "fine-tune")] {
      let snapshot = session.state.run.stages[stage].snapshot
      #expect(session.state.run.stages[stage].label == name)
      let summary = try #require(try PreferenceSummary(snapshot, row: session.state.neuron))
      #expect(session.screen.contains("\(stage + 1) \(summary.preferred)"), "\(session.screen)")
    }
  }

  @Test func whatWasLostAndGainedIsOneKeyAway() throws {
    let session = try TestSession.make(80, 24, run: Run.open([SyntheticRun.taggedFolder]))
    session.press("m d")
    #expect(session.screen.contains("lost 2→3") && session.screen.contains("gained 2→3"))
    let lists = try PreferenceChange.lostAndGained(
      .token, row: session.state.neuron, from: session.state.run.stages[1].snapshot,
      to: session.state.run.stages[2].snapshot)
    let lost = try #require(lists.lost.first)
    let gained = try #require(lists.gained.first)
    #expect(session.screen.contains(lost.name) && session.screen.contains(gained.name))
    #expect(session.screen.contains("\(Figure.percent(lost.before))→\(Figure.percent(lost.after))"))
    session.press("d")
    #expect(session.screen.contains("Activations from -1.00 to 1.00"))
    #expect(session.screen.contains("3 fine-tune fired, the strongest"))
    session.press("d")
    #expect(session.screen.contains("% of activation mass"))
  }

  @Test func rowsSayWhatNeuronsLike() throws {
    let session = try TestSession.make(120, 40, run: Run.open([SyntheticRun.taggedFolder]))
    session.press("m")
    let row = try #require(
      session.draw().lines.first { $0.split(separator: " ").first == "\(session.state.neuron)" })
    for stage in [1, 2] {
      let snapshot = session.state.run.stages[stage].snapshot
      let top = try #require(
        try snapshot.ranked(ofRow: session.state.neuron, by: .mass, limit: 1).top.first)
      #expect(row.contains(snapshot.tokens.name(of: top.preference.feature)), "\(row)")
    }
    session.press(": s o r t space t o k e n s enter")
    #expect(session.state.message?.isError == false, "words are not sorted")
  }
}
