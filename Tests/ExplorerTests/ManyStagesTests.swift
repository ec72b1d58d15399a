import Measures
import NeuronPreferences
import Runs
import SyntheticRuns
import TerminalUI
import Testing

@testable import Explorer

/// Runs of very many stages: what the explorer does grows with what is in sight, not with the stages or their pairs.
@Suite struct ManyStagesTests {
  /// Every pair that is played leaves numbers for each neuron.
  @Test func comparisonsAreKeptWithinALimit() throws {
    var (state, opening) = ExplorerState.opening(
      try Run.madeUp(stages: 60), size: Size(width: 100, height: 30), permutations: 0)
    func answer(_ effects: [Effect]) throws {
      for effect in effects {
        guard case .compare(let compared) = effect else { continue }
        let comparison = try Comparison(compared, stages: state.run.stages)
        try answer(state.reduce(.finished(.compared(comparison))))
      }
    }
    try answer(opening)
    state.comparisonMemory = 20 * Comparison.bytesPerNeuron * state.run.neuronCount
    try answer(state.reduce(.showStage(0)))
    for stage in 1..<60 {
      try answer(state.reduce(.step(1)))
      let pair = StagePair(from: stage - 1, to: stage)
      #expect(state.pair == pair && state.comparison(pair) != nil && state.comparisons.count <= 20)
      #expect(Set(state.comparisonOrder) == Set(state.comparisons.keys))
      for seen in DetailStages.pairsInSight(state) { #expect(state.comparison(seen) != nil) }
    }
    let first = StagePair(from: 0, to: 1)
    #expect(state.comparison(first) == nil)
    try answer(state.reduce(.compare(first)))
    #expect(state.comparison(first) != nil, "and computed again")
    // A view of all neighbours takes what there is room for, and asks for no more.
    try answer(state.reduce(.openView(.curves)))
    #expect(state.comparisons.count <= 20)
  }

  /// How many comparisons, tests and summaries are among effects.
  private func work(_ effects: [Effect]) -> Int {
    effects.count { effect in
      switch effect {
      case .compare, .test, .summarise: true
      default: false
      }
    }
  }

  private static let keys =
    "j k G g ctrl-d tab shift-tab ] [ ] s s > < r f + m esc = S j l L M tab ] P ctrl-d C ] T c j j G space esc enter j "
    + "tab esc ? j esc { } v j space x"

  @Test(.timeLimit(.minutes(1)), arguments: [(120, 40), (80, 24), (40, 10)])
  func aThousandStagesAskForWhatIsInSight(width: Int, height: Int) throws {
    let run = try Run.madeUp(stages: 1000)
    let appearance = Appearance(capabilities: Capabilities(colorDepth: .mono, repertoire: .unicode))
    var (state, effects) = ExplorerState.opening(run, size: Size(width: width, height: height))
    #expect(work(effects) <= 6, "the pair compared, and the stages of the detail")
    // The rows, as background work brings them.
    _ = state.reduce(.finished(.arranged((0..<24).map { Int32($0) }, request: 1)))
    for key in Key.sequence(Self.keys) ?? [] {
      let asked = work(state.reduce(.key(key)))
      #expect(asked <= 12, "\(key.name) asks for \(asked) pieces of work")
      let grid = Screen.draw(state, appearance: appearance)
      #expect(grid.size == state.size)
    }
    effects = state.reduce(.resize(Size(width: 500, height: 200)))
    #expect(work(effects) <= 30, "as many as have room")
  }

  @Test func curvesCompareAllStagesAFewAtATime() throws {
    let session = try TestSession.make(100, 30, run: Run.madeUp(stages: 30))
    #expect(session.state.comparisons.count < 8)
    session.press("C")
    #expect(session.state.comparisons.values.filter(\.isTested).count == 29)
    #expect(session.screen.contains("moved from the stage before, mean, beyond chance"))
  }

  @Test func pairsComeInTheirOrderAndAroundTheEnds() throws {
    let session = try TestSession.make(100, 30, run: Run.madeUp(stages: 5))
    let pairs = (1..<5).flatMap { span in (0..<(5 - span)).map { StagePair(from: $0, to: $0 + span) } }
    #expect(session.state.pair == pairs[3], "the last two")
    for step in 1...pairs.count {
      session.press("]")
      #expect(session.state.pair == pairs[(3 + step) % pairs.count])
    }
    session.press("[ [ [ [")
    #expect(session.state.pair == pairs[9])
  }

  @Test func aPairOfLateStagesIsCompared() throws {
    let session = try TestSession.make(80, 24, run: Run.madeUp(stages: 1002), permutations: 0)
    session.press(": p a i r space 1 - 1 0 0 1 enter")
    #expect(session.state.pair == StagePair(from: 0, to: 1000))
    session.press(": p a i r space 1 - 1 0 0 3 enter")
    #expect(session.state.message?.text == "There is no stage 1003: they are 1 to 1002")
    session.press(": p a i r space 0 - 2 enter")
    #expect(session.state.message?.isError == true && session.state.pair == StagePair(from: 0, to: 1000))
  }

  @Test func theTitleNamesTheShownStageWhereNotAllFit() throws {
    let session = try TestSession.make(80, 24, run: Run.madeUp(stages: 300))
    #expect(session.draw().lines[0].hasSuffix(" 300/300 epoch 300"))
    session.press("shift-tab")
    #expect(session.draw().lines[0].hasSuffix(" 299/300 epoch 299"))
    session.press(": p a i r space 3 0 0 - 2 enter")
    #expect(session.state.pair == StagePair(from: 299, to: 1))
    session.press("]")
    #expect(
      session.state.pair == StagePair(from: 1, to: 2), "a pair that goes back is followed by the second")
  }
}
