import Measures
import NeuronPreferences
import SyntheticRuns
import TerminalUI
import Testing

@testable import Explorer

/// Distances are held against chance in two steps, so that the first answer is soon there.
@Suite struct TestingStepsTests {
  private func comparison(permutations: Int) throws -> Comparison {
    let session = try TestSession.make(80, 24, permutations: permutations)
    return try #require(session.state.comparison(StagePair(from: 1, to: 2)))
  }

  private func tests(_ effects: [Effect]) -> [Int] {
    effects.compactMap { if case .test(_, let permutations) = $0 { permutations } else { nil } }
  }

  @Test func aPairIsHeldAgainstFewRelabellingsFirstThenAgainstAll() throws {
    let (plain, few, more) = (
      try comparison(permutations: 0), try comparison(permutations: 19), try comparison(permutations: 39)
    )
    #expect([plain.isTested, few.isTested] == [false, true])
    var (state, effects) = ExplorerState.opening(
      try Run.open([SyntheticRun.folder]), size: Size(width: 80, height: 24), permutations: 39)
    #expect(tests(effects).isEmpty, "compared first")
    effects = state.reduce(.finished(.compared(plain)))
    #expect(tests(effects) == [39], "fewer than the first step takes are one step")
    (state, _) = ExplorerState.opening(
      try Run.open([SyntheticRun.folder]), size: Size(width: 80, height: 24), permutations: 9_999)
    effects = state.reduce(.finished(.compared(plain)))
    #expect(tests(effects) == [199])
    effects = state.reduce(.finished(.compared(few)))
    #expect(tests(effects) == [9_999])
    effects = state.reduce(.finished(.compared(more)))
    #expect(tests(effects).isEmpty, "asked for once")
    effects = state.reduce(.finished(.compared(few)))
    #expect(
      effects.isEmpty && state.comparison(few.pair)?.permutations == 39, "what tells less changes nothing")
  }

  /// Pairs that are not looked at are not worth the second step.
  @Test func onlyThePairLookedAtIsHeldAgainstAll() throws {
    let few = try comparison(permutations: 19)
    var (state, _) = ExplorerState.opening(
      try Run.open([SyntheticRun.folder]), size: Size(width: 80, height: 24), permutations: 9_999)
    _ = state.reduce(.compare(StagePair(from: 0, to: 1)))
    #expect(tests(state.reduce(.finished(.compared(few)))).isEmpty)
    #expect(tests(state.reduce(.compare(few.pair))) == [9_999])
  }

  /// The cursor goes to the top of the tested order, and stays on its neuron when the second step comes.
  @Test func theSecondStepLeavesTheCursorOnItsNeuron() throws {
    let session = try TestSession.make(80, 24, permutations: 399)
    #expect(session.state.comparison(StagePair(from: 1, to: 2))?.permutations == 399)
    let once = try TestSession.make(80, 24, permutations: 199)
    #expect(session.state.neuron == once.state.neuron && session.state.detailNeuron == session.state.neuron)
  }

  /// What lost most of its wins stands beside what lost all.
  @Test(arguments: [("f", [Verdict.forgotten, .lostWins]), ("+", [.gained, .wonMore])])
  func listsHoldWhatIsLabelledSo(key: String, verdicts: [Verdict]) throws {
    let session = try TestSession.make(80, 24)
    let comparison = try #require(session.state.comparison(StagePair(from: 1, to: 2)))
    session.press(key)
    let wanted = (0..<session.state.run.neuronCount).filter { verdicts.contains(comparison.verdict($0)) }
    #expect(Set(session.state.rowsShown) == Set(wanted) && !wanted.isEmpty)
    #expect(
      session.state.table.filter?.text
        == "state=\(verdicts.map { $0.rawValue.filter { $0 != " " } }.joined(separator: "|"))")
    let text = try #require(session.state.table.filter?.text)
    session.send(.filter(text))
    session.waitUntilIdle()
    #expect(Set(session.state.rowsShown) == Set(wanted), "as it is typed")
  }

  @Test func anOrderByAQuestionEndsWithItsAnswer() throws {
    let folder = try SyntheticRun.copy(tagged: true)
    try SyntheticRun.addFirings(to: folder)
    let session = try TestSession.make(120, 40, run: Run.open([folder]))
    session.press("t f i l m enter & ctrl-u ! m a r k enter")
    #expect(session.state.table.sort.measure.needsRanking && session.state.ranking != nil)
    session.press("o")
    #expect(!session.state.table.sort.measure.needsRanking && session.state.ranking == nil)
  }
}
