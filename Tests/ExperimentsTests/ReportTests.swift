import Experiments
import Foundation
import NeuronPreferences
import Testing

/// What a report says of a small run that was really trained.
@Suite struct ReportTests {
  private func withRun(_ body: (TinyRun) throws -> Void) throws {
    let run = try TinyRun()
    defer { run.remove() }
    try run.run(threads: 2)
    try body(run)
  }

  private func json(_ report: RunReport) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted]
    return String(decoding: try encoder.encode(report), as: UTF8.self)
  }

  @Test func whatLiesBetweenStagesDecidesTheQuestion() throws {
    try withRun { run in
      // The second stage reads a part of the text of the first only, so it is another text.
      let settings = try String(contentsOfFile: run.folder.settings, encoding: .utf8)
      try run.write("run.toml", settings.replacingOccurrences(of: "tokens = 500\n", with: ""))
      for path in [run.folder.snapshot("pretrain"), run.folder.snapshot("pretrain", policy: "firings")] {
        try FileManager.default.removeItem(atPath: path)
      }
      try run.run()
      let report = try RunReport(run.folder)
      #expect(report.name == "tiny")
      #expect(report.stages.map(\.stage) == ["early", "pretrain", "zero-shot", "finetune"])
      #expect(report.stages.first?.epoch == 1)
      #expect(report.comparisons.map(\.comparison.question) == [.learning, .domain, .tuning])
      #expect(report.comparisons.map(\.comparison.isSameText) == [true, false, true])
      #expect(report.training.map(\.checkpoint) == ["pretrain", "finetune"])
      #expect(report.training.map(\.epochs.count) == [3, 4] && report.unreadMetrics == 0)
      for section in report.comparisons {
        let states = section.comparison.states
        #expect(states.total == 20 && section.comparison.transfer.neurons.count == 20)
        let lengths = section.lengths
        #expect(lengths.all.count == states.shared)
        #expect(section.comparison.moved <= section.comparison.tested)
        if let share = section.comparison.movedShare {
          #expect(share.low <= share.value && share.value <= share.high)
          #expect(share.resampled == .neurons)
        }
      }
      #expect(report.sections(.domain).allSatisfy { $0.unknown != nil })
    }
  }

  /// Without its checkpoints, what a run fine-tuned is known by `[finetune]`, whatever it is called.
  @Test func aFinetuningOfAnyNameIsOneWithoutItsCheckpoint() throws {
    let named = TinyRun.settings.replacingOccurrences(
      of: "[finetune]\n", with: "[finetune]\nname = \"tuned\"\n"
    )
    .replacingOccurrences(of: "checkpoint = \"finetune\"", with: "checkpoint = \"tuned\"")
    let run = try TinyRun(settings: named)
    defer { run.remove() }
    try run.run(threads: 2)
    let questions = try RunReport(run.folder).comparisons.map(\.comparison.question)
    #expect(questions.last == .tuning)
    try FileManager.default.removeItem(atPath: run.folder.resolve("checkpoints"))
    #expect(try RunReport(run.folder).comparisons.map(\.comparison.question) == questions)
  }

  /// Where stages were collected under both policies, wins are counted under one and preferences judged under the other.
  @Test func theReportSaysWhatIsCountedAndWhatIsJudged() throws {
    try withRun { run in
      let report = try RunReport(run.folder)
      for section in report.comparisons {
        let comparison = section.comparison
        #expect(comparison.countedPolicy == "max1" && comparison.judgedPolicy == "firings:1000")
        #expect(comparison.counted.policy == .max1 && comparison.transfer.policy == .firings(1000))
        #expect(comparison.verdicts[.moved] == comparison.transfer.verdicts[.moved])
        #expect(comparison.count(.lostWins) == comparison.counted.verdicts[.lostWins])
        #expect(comparison.states == comparison.counted.states)
      }
      try FileManager.default.removeItem(atPath: run.folder.snapshot("finetune", policy: "firings"))
      let alone = try RunReport(run.folder)
      #expect(
        alone.comparisons.allSatisfy { $0.comparison.judgedPolicy == "max1" }, "not every stage has both")
    }
  }

  @Test func neitherThreadsNorRepetitionChangeANumber() throws {
    try withRun { run in
      let once = try json(RunReport(run.folder, threads: 1))
      #expect(try json(RunReport(run.folder, threads: 3)) == once)
      var method = ReportMethod()
      method.seed = 2
      #expect(try json(RunReport(run.folder, method: method)) != once)
    }
  }

  /// Shares of mass and text, computed the obvious way from the snapshot.
  @Test func tagSharesAreThoseOfTheSnapshot() throws {
    try withRun { run in
      let report = try RunReport(run.folder)
      let tags = try #require(report.tags.first { $0.stages.contains("finetune") })
      let stage = try #require(tags.stages.firstIndex(of: "finetune"))
      let table = try #require(try Snapshot(path: run.folder.snapshot("finetune")).tags)
      var mass: [String: Double] = [:]
      for row in 0..<table.neuronCount {
        for preference in try table.preferences(ofRow: row) {
          mass[table.name(of: preference.feature), default: 0] += preference.sum
        }
      }
      let total = mass.values.reduce(0) { $0 + max($1, 0) }
      let tokens = Double(table.frequency.values.reduce(0, +))
      var squares = 0.0
      for tag in tags.tags {
        let share = max(mass[tag.tag] ?? 0, 0) / total
        #expect(abs(tag.mass[stage] - share) < 1e-12)
        let feature = try #require(table.features(named: tag.tag).first)
        #expect(abs(tag.corpus - Double(table.frequency[feature]) / tokens) < 1e-12)
        squares += pow(share.squareRoot() - tag.corpus.squareRoot(), 2)
      }
      let distance = try #require(tags.distances[stage])
      #expect(abs(distance.value - (squares / 2).squareRoot()) < 1e-12)
      #expect(distance.low <= distance.high && distance.resampled == .blocks)
      #expect(zip(tags.tags, tags.tags.dropFirst()).allSatisfy { $0.corpus >= $1.corpus })
    }
  }

  @Test func unknownTokensAreCountedAmongWins() throws {
    try withRun { run in
      let report = try RunReport(run.folder)
      let section = try #require(report.sections(.domain).first)
      let unknown = try #require(section.unknown)
      let snapshot = try Snapshot(path: run.folder.snapshot("zero-shot", policy: "firings"))
      #expect(unknown.shareB == Double(snapshot.counts.unknownTokens) / Double(snapshot.counts.tokensScanned))
      let feature = try #require(snapshot.tokens.features(named: "<unk>").first)
      for neuron in unknown.neurons {
        let row = try #require(snapshot.sites.row(of: neuron.neuron))
        let wins = snapshot.tokens.wins[row]
        let lost = try snapshot.tokens.preferences(ofRow: row).first { $0.feature == feature }?.count ?? 0
        #expect(neuron.wins == wins && wins >= 300)
        #expect(abs(neuron.after.value - Double(lost) / Double(wins)) < 1e-12)
        #expect(neuron.isFacing == (neuron.after.low > unknown.shareB))
      }
      #expect(unknown.judged == unknown.neurons.count && unknown.facing <= unknown.judged)
    }
  }

  @Test func aMissingSnapshotAndNothingToCompareAreNamed() throws {
    try withRun { run in
      let path = run.folder.snapshot("zero-shot")
      try FileManager.default.removeItem(atPath: path)
      #expect(throws: ReportError.missingSnapshot(stage: "zero-shot", path: path)) {
        try RunReport(run.folder)
      }
      try run.write("run.toml", "name = \"one\"\n[[stages]]\nname = \"early\"\n")
      #expect(throws: ReportError.nothingToCompare(path: run.folder.path, stages: 1)) {
        try RunReport(run.folder)
      }
      try run.write("run.toml", "[[stages]]\nname = \"../../etc\"\n")
      #expect(throws: (any Error).self) { try RunReport(run.folder) }
    }
  }

  @Test func linesOfMetricsThatAreNoneAreCounted() throws {
    try withRun { run in
      let lines = try String(contentsOfFile: run.folder.metrics, encoding: .utf8)
      let again = "{\"checkpoint\":\"pretrain\",\"epoch\":2,\"loss\":1,\"perplexity\":7.5}\n"
      try run.write("metrics.jsonl", lines + again + "[1]\n\n{\"checkpoint\":\"pretrain\",\"epo")
      let report = try RunReport(run.folder)
      #expect(report.unreadMetrics == 2)
      let epochs = try #require(report.training.first).epochs
      #expect(epochs.map(\.epoch) == [1, 2, 3] && epochs[1].perplexity == 7.5, "the later line counts")
    }
  }
}
