import Measures
import NeuronPreferences
import ScratchFiles
import Sites
import TerminalUI
import Testing

@testable import Explorer

/// What a run opens on: its last stage, beside what that came from.
@Suite struct OpeningPairTests {
  /// The pair that is compared first, of stages with these weights, each trained from those named beside it.
  private func pair(_ stages: (weights: String, parent: String)...) throws -> StagePair? {
    var pair: StagePair?
    try withRun(stages) { run in
      pair = ExplorerState.opening(run, size: Size(width: 80, height: 24)).state.pair
    }
    return pair
  }

  private func withRun(_ stages: [(weights: String, parent: String)], _ body: (Run) throws -> Void) throws {
    try withScratchFolder { folder in
      var paths: [String] = []
      for (place, stage) in stages.enumerated() {
        let sites = try #require(SiteList([("lstm.0", 2)]))
        let origin = SnapshotOrigin(
          stage: "stage \(place)", checkpointHash: stage.weights, lineage: ["one"], parentHash: stage.parent)
        let plan = try CollectionPlan(sites: sites, vocabularySize: 1)
        paths.append("\(folder)/\(place).safetensors")
        try SnapshotDraft(
          origin: origin, plan: plan, vocabulary: ["a"],
          occurrences: [Occurrence(row: 0, token: 0, activation: 1, document: 0)]
        ).write(to: paths[place])
      }
      try body(try Run.open(paths))
    }
  }

  @Test func aFineTunedStageStandsBesideTheLatestOfItsParent() throws {
    #expect(
      try pair(("base", ""), ("base", ""), ("gently", "base"), ("strongly", "base"))
        == StagePair(from: 1, to: 3))
  }

  @Test func otherwiseNeighboursAreCompared() throws {
    #expect(try pair(("early", ""), ("late", ""), ("later", "")) == StagePair(from: 1, to: 2))
    #expect(
      try pair(("early", ""), ("late", ""), ("later", "elsewhere")) == StagePair(from: 1, to: 2),
      "the parent is no stage")
    #expect(try pair(("alone", "")) == nil)
  }

  /// Conditions and columns without stages are about the pair that the session opens on.
  @Test func wordsOfACommandLineMeanThePairThatIsOpened() throws {
    try withRun([("base", ""), ("gently", "base"), ("strongly", "base")]) { run in
      var words = OpeningPlace.Words()
      (words.conditions, words.sort) = ("moved>.1", "q")
      let place = try OpeningPlace(words, in: run)
      let state = ExplorerState.opening(run, size: Size(width: 80, height: 24), place: place).state
      let pair = StagePair(from: 0, to: 2)
      #expect(state.pair == pair && place.sort?.measure == .rate(pair))
      #expect(place.filter?.compared(by: .preferences) == [ComparedPair(pair)])
    }
  }
}
