import Experiments
import Foundation
import Kernels
import LanguageModels
import NeuronPreferences
import Pruning
import Runs
import Sites
import Testing

@Suite struct PruningStudyTests {
  /// A finished run, trained once.
  private static let finished = Result {
    let run = try TinyRun(epochs: 2)
    try run.run()
    return run.folder.path
  }

  private func withRun(_ body: (RunFolder) throws -> Void) throws {
    let copy = NSTemporaryDirectory() + "txray-pruning-\(UUID().uuidString)"
    try FileManager.default.copyItem(atPath: Self.finished.get(), toPath: copy)
    defer { try? FileManager.default.removeItem(atPath: copy) }
    try body(RunFolder(copy))
  }

  private func study(
    _ folder: RunFolder, threads: Int = 2, program: String = "test",
    _ change: (inout PruningPlan) -> Void = { _ in }
  ) throws -> PruningStudy {
    var plan = PruningPlan()
    plan.controls = 4
    plan.resamples = 50
    change(&plan)
    return try PruningStudy(folder, plan: plan, program: program, workers: Workers(threads: threads))
  }

  private func kept(_ folder: RunFolder) -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: folder.resolve("reports"))) ?? []).sorted()
  }

  @Test(arguments: PruningMode.ofRecurrentModels)
  func scoresAreThoseOfThePrunedModel(mode: PruningMode) throws {
    try withRun { folder in
      let study = try self.study(folder) { $0.mode = mode }
      let chosen = try study.choose(.listed("1,4-6"))
      let report = try study.report(chosen)
      #expect(report.neurons == ["lstm.0:1", "lstm.0:4", "lstm.0:5", "lstm.0:6"])
      #expect(report.splits.map(\.name) == ["train", "held-out"])
      #expect(report.splits.map(\.documents) == [80, 30])
      guard case .classifier(let classifier)? = study.checkpoint?.model else {
        Issue.record("not a classifier")
        return
      }
      let mask = try PruningMask(sites: study.sites, pruned: chosen.neurons)
      let pruned = try classifier.pruned(by: mask, mode: mode)
      let description = try RunDescription(folder)
      for split in report.splits {
        let corpus = try #require(description.corpora[split.corpus])
        let text = try EncodedCorpus(
          corpus.description, vocabulary: .init(contentsOf: folder.vocabulary)
        ).labelled(corpus, name: split.corpus)
        for (model, measured) in [(classifier, split.unpruned), (pruned, split.pruned)] {
          let logits = model.logits(text.map(\.tokens), workers: Workers(threads: 1))
          let expected = ClassificationScores(logits: logits, labels: text.map(\.label))
          let scores = try #require(measured?.scores)
          #expect(abs(scores.loss - expected.loss) < 1e-6)
          #expect(scores.accuracy == expected.accuracy)
          #expect(scores.f1 == expected.f1)
        }
        for kind in ControlKind.allCases { #expect(split.controls[kind]?.count == 4) }
        #expect(split.percentiles[.random]?[.loss] != nil)
      }
      #expect((report.parametersPruned < report.parameters) == (mode == .structural))
      #expect(report.progress == 1)
    }
  }

  @Test func aLanguageModelIsScoredByPerplexity() throws {
    try withRun { folder in
      let study = try self.study(folder) { $0.checkpoint = "pretrain" }
      let report = try study.report(study.choose(.listed("0-9")))
      #expect(report.splits.map(\.corpus) == ["facts", "facts-valid"])
      for split in report.splits {
        let (before, after) = (try #require(split.unpruned?.scores), try #require(split.pruned?.scores))
        #expect(before.metrics == [.loss, .perplexity])
        #expect(try #require(after.perplexity) > (try #require(before.perplexity)))
      }
    }
  }

  /// The same numbers whatever the threads, and whether they were kept or worked out.
  @Test func resultsAreKeptAndNeverStale() throws {
    try withRun { folder in
      let chosen = try study(folder).choose(.listed("1,4-6"))
      var calls = 0
      let first = try study(folder).report(chosen) { _ in calls += 1 }
      #expect(calls == 4 + 4 * 2 + 1)
      #expect(kept(folder).count == 1)
      calls = 0
      #expect(try study(folder).report(chosen) { _ in calls += 1 } == first)
      #expect(calls == 1)
      #expect(try study(folder, threads: 1, program: "other").report(chosen) == first)
      #expect(kept(folder).count == 2)
      _ = try study(folder) { $0.seed = 9 }.report(chosen)
      _ = try study(folder) { $0.mode = .recurrent }.report(chosen)
      _ = try study(folder).report(study(folder).choose(.listed("1,4-5")))
      #expect(kept(folder).count == 5)
      // Another text of the same name.
      let path = folder.resolve("corpora/reviews-valid.tsv")
      let text = try String(contentsOfFile: path, encoding: .utf8)
      try (text + "2\tthe film is dull .\n").write(toFile: path, atomically: true, encoding: .utf8)
      let changed = try study(folder).report(chosen)
      #expect(changed.splits[1].documents == 31)
      #expect(kept(folder).count == 6)
      // Damaged files are made anew.
      for name in kept(folder) {
        try Data("{\"key\":".utf8).write(to: URL(fileURLWithPath: folder.resolve("reports/\(name)")))
      }
      #expect(try study(folder).report(chosen) == changed)
    }
  }

  @Test func aStoppedStudyKeepsNothing() throws {
    try withRun { folder in
      let study = try self.study(folder)
      let chosen = try study.choose(.listed("3"))
      var calls = 0
      study.isCancelled = { calls > 5 }
      #expect(throws: PruningError.interrupted) { try study.report(chosen) { _ in calls += 1 } }
      #expect(kept(folder).isEmpty)
      study.isCancelled = { false }
      #expect(try study.report(chosen).progress == 1)
    }
  }

  @Test func neuronsAreChosenInEveryWay() throws {
    try withRun { folder in
      let study = try self.study(folder)
      let transfer = try Transfer(
        Snapshot(path: folder.snapshot("zero-shot")), Snapshot(path: folder.snapshot("finetune")))
      func picked(
        _ states: [TransferState] = [], _ conditions: String? = nil, _ ranking: NeuronRanking? = nil,
        _ count: Int? = nil
      ) throws -> [NeuronID] {
        try study.choose(
          .picked(states: states, conditions: conditions, ranking: ranking, count: count)
        ).neurons
      }
      let shared = transfer.neurons.filter { $0.state == .shared }
      #expect(try picked([.shared]) == shared.map(\.neuron))
      let median = shared.map(\.massB).sorted()[shared.count / 2]
      #expect(
        try picked([.shared], "mass<\(median)") == shared.filter { $0.massB < median }.map(\.neuron))
      let heaviest = transfer.neurons.sorted { $0.massB > $1.massB }.prefix(3).map(\.neuron).sorted()
      #expect(try picked([], nil, .mostMass, 3) == heaviest)
      // Preferences are judged where every neuron fires as often as any, wins counted where they compete.
      let judged = try Transfer(
        Snapshot(path: folder.snapshot("zero-shot", policy: "firings")),
        Snapshot(path: folder.snapshot("finetune", policy: "firings")))
      let distant = judged.neurons.filter { ($0.hellinger ?? 0) > 0.5 }.map(\.neuron)
      #expect(try picked([], "distance>.5") == distant)
      #expect(try picked([.shared], "distance>=0").allSatisfy(Set(shared.map(\.neuron)).contains))
      #expect(try picked([.shared], "length1>0") == shared.map(\.neuron))
      #expect(throws: PruningStudyError.self) { try picked([], "mass<-1") }
      let chosen = try study.choose(.picked(states: [.shared], conditions: nil, ranking: nil, count: nil))
      #expect(chosen.stages == ["zero-shot", "finetune"])
      #expect(chosen.by == "state shared, wins under max1")
      let byBoth = try study.choose(
        .picked(states: [], conditions: "mass>=0 distance>=0", ranking: nil, count: nil))
      #expect(byBoth.by == "mass>=0 distance>=0, wins under max1, preferences under firings:1000")
      #expect(chosen.corpora == ["reviews"])
      // Chosen on the corpus that the model learnt from, not on the one held out.
      #expect(try study.report(chosen).splits.map(\.wasChosenOn) == [true, false])

      var log = try MarkLog(path: folder.marks)
      #expect(throws: PruningStudyError.nothingChosen("the marks", path: folder.path)) {
        try study.choose(.marked(list: nil))
      }
      try log.append([
        MarkEvent(.mark, NeuronID(site: "lstm.0", index: 7)),
        MarkEvent(.mark, NeuronID(site: "lstm.0", index: 2), list: "dull"),
      ])
      #expect(try study.choose(.marked(list: nil)).neurons.map(\.index) == [7])
      #expect(try study.choose(.marked(list: "dull")).neurons.map(\.index) == [2])
      #expect(throws: PruningStudyError.noSuchList("x", path: folder.marks, known: ["dull"])) {
        try study.choose(.marked(list: "x"))
      }
      #expect(try study.report(study.choose(.marked(list: nil))).notes.contains(.chosenByHand))
    }
  }

  @Test func curvesGoFromNothingToEverything() throws {
    try withRun { folder in
      let study = try self.study(folder) { $0.controls = 2 }
      for ranking in NeuronRanking.allCases {
        let curve = try study.curve(ranking, step: 25)
        #expect(curve.points.map(\.percent) == [0, 25, 50, 75, 100])
        #expect(curve.points.map(\.neurons) == [0, 5, 10, 15, 20])
        #expect(curve.points.map { $0.random.count } == [0, 2, 2, 2, 0])
        let report = try study.report(study.choose(.listed("0")))
        #expect(curve.points[0].scores == report.splits.map { $0.unpruned?.scores })
        #expect(try self.study(folder) { $0.controls = 2 }.curve(ranking, step: 25) == curve)
      }
      // Without any neuron all documents get the same.
      let end = try #require(try study.curve(.random, step: 25).points.last)
      #expect(end.scores.allSatisfy { $0.auc == 0.5 })
    }
  }

  @Test(arguments: PruningMode.ofRecurrentModels)
  func recoveryTrainsUnderTheMask(mode: PruningMode) throws {
    try withRun { folder in
      let before = try Data(contentsOf: URL(fileURLWithPath: folder.checkpoint("finetune")))
      let study = try self.study(folder) {
        $0.mode = mode
        $0.controls = 0
        $0.recoveryEpochs = 3
      }
      let report = try study.report(study.choose(.listed("0-15")))
      for split in report.splits {
        let (pruned, recovered) = (try #require(split.pruned?.scores), try #require(split.recovered?.scores))
        #expect(recovered.loss < pruned.loss)
      }
      #expect(try Data(contentsOf: URL(fileURLWithPath: folder.checkpoint("finetune"))) == before)
      // All pruned: only the bias is left to learn.
      let nothing = try study.report(study.choose(.listed("0-19")))
      for split in nothing.splits { #expect(split.recovered?.scores.auc == 0.5) }
      #expect(throws: PruningStudyError.noRecovery(path: folder.checkpoint("pretrain"))) {
        try self.study(folder) {
          $0.checkpoint = "pretrain"
          $0.recoveryEpochs = 1
        }
      }
    }
  }

  @Test func exportsAreLoadedAgain() throws {
    try withRun { folder in
      for (checkpoint, mode) in [
        ("finetune", PruningMode.readout), ("finetune", .recurrent), ("pretrain", .readout),
      ] {
        let study = try self.study(folder) {
          $0.checkpoint = checkpoint
          $0.mode = mode
        }
        let chosen = try study.choose(.listed("0,3-9"))
        let mask = try PruningMask(sites: study.sites, pruned: chosen.neurons)
        let path = folder.resolve("out.safetensors")
        try study.export(chosen, as: .keepMask, to: path)
        #expect(try PruningMask(contentsOf: path, sites: study.sites) == mask)
        #expect(throws: PruningError.self) {
          try PruningMask(contentsOf: folder.checkpoint(checkpoint), sites: study.sites)
        }
        for kind in [PruningExport.Kind.baked, .structural] {
          try study.export(chosen, as: kind, to: path)
          let loaded = try Checkpoint(contentsOf: path)
          let expected = try #require(study.checkpoint).model.pruned(
            by: mask, mode: kind == .structural ? .structural : mode)
          #expect(loaded.model.parameters.map(\.shape) == expected.parameters.map(\.shape))
          #expect(loaded.model.parameters.map(\.values.array) == expected.parameters.map(\.values.array))
          #expect(loaded.metadata["recipe"] == nil)
        }
      }
    }
  }

  @Test func whatTheRunLacksIsNamed() throws {
    try withRun { folder in
      #expect(
        throws: PruningStudyError.noSuchCorpus(
          "x", path: folder.settings, known: ["facts", "facts-valid", "reviews", "reviews-valid"])
      ) {
        try study(folder) { $0.heldOut = "x" }.report(
          ChosenNeurons(neurons: [.init(site: "lstm.0", index: 1)], by: "x"))
      }
      #expect(
        throws: PruningStudyError.noSuchStage(
          "x", path: folder.settings, known: ["early", "pretrain", "zero-shot", "finetune"])
      ) {
        try study(folder) { $0.from = "x" }.curve(.leastMass)
      }
      #expect(throws: PruningStudyError.needsTwoStages(path: folder.settings)) {
        try study(folder) { $0.to = "early" }.curve(.leastMass)
      }
      // Without snapshots, random controls only.
      try FileManager.default.removeItem(atPath: folder.resolve("snapshots"))
      let bare = try study(folder)
      let report = try bare.report(bare.choose(.listed("3")))
      #expect(report.notes.contains(.notMatched))
      #expect(report.splits[0].controls[.matched] == nil)
      #expect(report.progress == 1)
    }
  }
}
