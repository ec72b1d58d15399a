import Foundation
import Measures
import NeuronPreferences
import SyntheticRuns
import TerminalUI
import Testing

@testable import Explorer

/// Conditions that look at two policies at once: the table waits for the one that is not looked at, and never for good.
@Suite struct AsideTests {
  /// Neurons by their wins and by their preferences, both compared.
  private static let conditions = "union>1 moved>.01"

  private func folder() throws -> String {
    let folder = try SyntheticRun.copy(tagged: true)
    try SyntheticRun.addFirings(to: folder)
    return folder
  }

  private func request(_ effects: [Effect]) -> AsideRequest? {
    effects.compactMap { if case .openAside(let request) = $0 { request } else { nil } }.first
  }

  private func isArranged(_ effects: [Effect]) -> Bool {
    effects.contains { if case .arrange = $0 { true } else { false } }
  }

  private func labels(_ state: ExplorerState) -> [String] { state.run.stages.map(\.label) }

  /// The same request came again and again, and was taken for one that was still under way.
  @Test func whatIsTooLargeToBeTestedIsNotWaitedFor() throws {
    let folder = try folder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    var (state, _) = ExplorerState.opening(try Run.open([folder]), size: Size(width: 120, height: 40))
    state.entryLimit = 0
    let asked = try #require(request(state.reduce(.filter(Self.conditions))))
    #expect(state.table.isPending && asked.permutations > 0)
    let aside = try SetAside(asked, stages: nil, labels: labels(state), threads: 1)
    #expect(!aside.comparisons.isEmpty && aside.comparisons.values.allSatisfy { !$0.isTested })
    let effects = state.reduce(.finished(.openedAside(aside, asked)))
    #expect(request(effects) == nil && isArranged(effects))
  }

  @Test func withoutRelabellingsNothingIsWaitedFor() throws {
    let folder = try folder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let session = try TestSession.make(120, 40, run: Run.open([folder]), permutations: 0)
    session.send(.filter(Self.conditions))
    session.waitUntilIdle()
    #expect(!session.state.table.isPending && !session.state.rowsShown.isEmpty)
    #expect(session.state.setAside["max1"]?.comparisons.count == 1)
  }

  /// Typed again after its files could not be opened, a filter waited for an answer that nobody was asked for.
  @Test func whatCouldNotBeOpenedIsAskedForAgain() throws {
    let folder = try folder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let session = try TestSession.make(120, 40, run: Run.open([folder]))
    let file = URL(fileURLWithPath: folder + "/snapshots/zero-shot.safetensors")
    let snapshot = try Data(contentsOf: file)
    try Data("no snapshot".utf8).write(to: file)
    session.send(.filter(Self.conditions))
    session.waitUntilIdle()
    #expect(session.state.message?.isError == true && session.state.table.filter == nil)
    #expect(session.state.rowsShown.count == SyntheticRun.neuronCount)
    session.send(.filter(Self.conditions))
    session.waitUntilIdle()
    #expect(session.state.message?.isError == true && !session.state.table.isPending)
    try snapshot.write(to: file)
    session.send(.filter(Self.conditions))
    session.waitUntilIdle()
    #expect(session.state.table.filter?.text == Self.conditions && !session.state.table.isPending)
    #expect(session.state.setAside["max1"]?.comparisons.values.allSatisfy(\.isTested) == true)
  }

  @Test func stagesThatAreOpenAreNotOpenedAgain() throws {
    let folder = try folder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let session = try TestSession.make(120, 40, run: Run.open([folder]))
    session.send(.filter(Self.conditions))
    session.waitUntilIdle()
    for stage in SyntheticRun.labels {
      try FileManager.default.removeItem(atPath: "\(folder)/snapshots/\(stage).safetensors")
    }
    session.send(.filter("union@1-2>1 moved>.01"))
    session.waitUntilIdle()
    #expect(session.state.message?.isError != true && !session.state.table.isPending)
    #expect(session.state.setAside["max1"]?.comparisons.count == 2)
  }

  /// The answer came while the other policy was looked at, and was of no use then.
  @Test func whatWasDroppedOnTheWayIsAskedForAgain() throws {
    let folder = try folder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    var (state, _) = ExplorerState.opening(try Run.open([folder]), size: Size(width: 120, height: 40))
    let asked = try #require(request(state.reduce(.filter(Self.conditions))))
    let aside = try SetAside(asked, stages: nil, labels: labels(state), threads: 1)
    _ = state.reduce(.changePolicy)
    _ = state.reduce(.finished(.opened(aside.stages)))
    _ = state.reduce(.finished(.openedAside(aside, asked)))
    #expect(request(state.reduce(.changePolicy)) == asked)
  }
}
