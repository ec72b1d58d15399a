import Experiments
import Foundation
import Kernels
import LanguageModels
import Runs
import Settings
import Testing

/// One pretrained model, fine-tuned in more than one way.
@Suite struct SeveralFinetuningsTests {
  /// The pooled head and the paper's, each with its stage.
  private static let settings =
    TinyRun.settings.replacingOccurrences(of: "[finetune]", with: "[[finetune]]\npooling = \"last-mean-max\"")
    .replacingOccurrences(of: "tokens = 500\n", with: "")
    .replacingOccurrences(
      of: "[[stages]]\nname = \"early\"",
      with: """
        [[finetune]]
        name = "last-state"
        corpus = "reviews"
        held_out = "reviews-valid"
        epochs = 2
        [[stages]]
        name = "early"
        """) + """
      [[stages]]
      name = "last-state"
      checkpoint = "last-state"
      corpus = "reviews"

      """

  @Test func eachHasItsCheckpoint() throws {
    let run = try TinyRun(settings: Self.settings)
    defer { run.remove() }
    let description = try RunDescription(run.folder)
    #expect(description.finetunes.map(\.name) == ["finetune", "last-state"])
    #expect(description.finetunes.map(\.pooling) == [.lastMeanMax, .last])
    #expect(description.finetunes.map(\.freezeEmbedding) == [false, true])
    #expect(
      description.madeCheckpoints == ["pretrain-epoch-1", "pretrain", "finetune", "last-state"])
    try run.run(threads: 2)
    #expect(
      try TrainingMetrics(run.folder).curves.map(\.checkpoint) == ["pretrain", "finetune", "last-state"])
    // What is done is done.
    let events = try run.run()
    #expect(
      events.allSatisfy {
        switch $0 {
        case .training, .trained, .collected: false
        default: true
        }
      })
    // A change of one leaves the other as it is.
    let changed = Self.settings.replacingOccurrences(of: "epochs = 2\n", with: "epochs = 3\n")
    try run.write("run.toml", changed.replacingOccurrences(of: "EPOCHS", with: "3"))
    #expect(throws: RunError.stale(path: run.folder.checkpoint("last-state"), setting: "finetune")) {
      try run.run()
    }
  }

  @Test func eachMayHaveASeedOfItsOwn() throws {
    func checkpoint(_ settings: String) throws -> Data {
      let run = try TinyRun(settings: settings)
      defer { run.remove() }
      try run.run(threads: 2)
      return try run.data("checkpoints/finetune.safetensors").suffix(2_000)
    }
    func seeded(_ number: Int) -> String {
      TinyRun.settings.replacingOccurrences(of: "[finetune]", with: "[finetune]\nseed = \(number)")
    }
    let usual = try checkpoint(TinyRun.settings)
    #expect(try checkpoint(seeded(3)) == usual, "the run's own seed is 3")
    #expect(try checkpoint(seeded(4)) != usual)
  }

  @Test func theReportHoldsEachAgainstWhatItCameFrom() throws {
    let run = try TinyRun(settings: Self.settings)
    defer { run.remove() }
    try run.run(threads: 2)
    let comparisons = try RunReport(run.folder).comparisons.map(\.comparison)
    #expect(comparisons.map(\.question) == [.learning, .domain, .tuning, .tuning])
    #expect(
      comparisons.map { "\($0.a) \($0.b)" }.suffix(2) == ["zero-shot finetune", "zero-shot last-state"])
  }

  @Test func pruningTakesTheFirstUnlessTold() throws {
    let run = try TinyRun(settings: Self.settings)
    defer { run.remove() }
    try run.run(threads: 2)
    func study(_ plan: PruningPlan) throws -> PruningStudy {
      try PruningStudy(run.folder, plan: plan, program: "test", workers: Workers(threads: 1))
    }
    var plan = PruningPlan()
    #expect(try study(plan).checkpointName == "finetune")
    plan.checkpoint = "last-state"
    let last = try study(plan)
    #expect(last.checkpointName == "last-state")
    let chosen = try last.choose(.picked(states: [.shared], conditions: nil, ranking: nil, count: nil))
    #expect(chosen.stages == ["zero-shot", "last-state"], "what it came from, not the other one")
  }

  @Test(arguments: ["finetune", "pretrain", "pretrain-epoch-1", "a/b", ""])
  func namesAreThoseOfFilesAndDiffer(name: String) throws {
    let run = try TinyRun(
      settings: Self.settings.replacingOccurrences(
        of: "name = \"last-state\"\ncorpus", with: "name = \"\(name)\"\ncorpus"))
    defer { run.remove() }
    let error = #expect(throws: SettingsError.self) { try RunDescription(run.folder) }
    guard case .invalidValue(_, let line, "finetune[1].name", _)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(line > 0)
  }
}
