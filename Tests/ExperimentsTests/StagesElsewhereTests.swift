import Experiments
import Foundation
import Kernels
import LanguageModels
import NeuronPreferences
import Runs
import Settings
import Testing

/// Stages whose weights lie outside of the run: recurrent models, transformers and recordings under `[models]`.
@Suite struct StagesElsewhereTests {
  /// What is said by `collect` is said by a run too.
  @Test func whatACheckpointLeavesToBeGuessedIsTold() throws {
    let run = try ElsewhereRun.prepared(
      """
      [corpora.facts]
      path = "corpora/facts.txt"
      [models.stacked]
      path = "\(ElsewhereRun.reference("LanguageModelsTests/Reference/strangers/stacked.pt"))"
      tokenizer = "elsewhere/nine.txt"
      \(ElsewhereRun.stage("stacked", "stacked", "corpus = \"facts\""))
      """)
    defer { run.remove() }
    let tokens = ["<unk>", "<eos>", "the", "river", "is", "great", "and", ".", "old town"]
    try run.write("elsewhere/nine.txt", tokens.map { $0.replacing(" ", with: "-") }.joined(separator: "\n"))
    try run.write("corpora/facts.txt", "the <unk> old-town is great .\n\nthe sea is great .\n")
    let events = try run.run()
    #expect(events.contains { if case .assumed(_, .stacked) = $0 { true } else { false } })
    #expect(events.contains { if case .lacksLineEnds = $0 { true } else { false } })
    let unknown = events.compactMap { if case .unknownWords(_, let words) = $0 { words } else { nil } }
    // A token of the vocabulary is left whole, special or not.
    #expect(unknown.first?.words == 11 && unknown.first?.commonest(5) == ["sea"])
  }

  @Test func everyKindIsCollectedShownAndRecordedByDigest() throws {
    let run = try ElsewhereRun.prepared(
      ElsewhereRun.stage("base", "base") + ElsewhereRun.stage("tuned", "tuned")
        + ElsewhereRun.stage(
          "residual", "tuned", "corpus = \"reviews\"\nsites = \"blocks.1.hook_resid_post\"")
        + ElsewhereRun.stage("lstm", "lstm") + ElsewhereRun.stage("recorded", "recorded", ""))
    defer { run.remove() }
    let events = try run.run()
    let opened = events.compactMap {
      if case .opening(let name, _, let bytes) = $0 { (name, bytes) } else { nil }
    }
    #expect(opened.map(\.0) == ["base", "tuned", "lstm", "recorded"])
    #expect(opened.allSatisfy { $0.1 > 0 })
    func snapshot(_ name: String) throws -> Snapshot { try Snapshot(path: run.folder.snapshot(name)) }
    let (base, tuned) = (try snapshot("base"), try snapshot("tuned"))
    #expect(base.origin.checkpoint == "base" && base.origin.checkpointHash == tuned.origin.checkpointHash)
    #expect(tuned.origin.lineage.contains("file:\(base.origin.checkpointHash)"))
    #expect(base.sites.sites.map(\.name) == ["blocks.0.mlp.hook_post", "blocks.1.mlp.hook_post"])
    #expect(try snapshot("residual").sites.sites.map(\.name) == ["blocks.1.hook_resid_post"])
    #expect(try snapshot("lstm").sites.sites.map(\.name) == ["lstm.0"])
    #expect(try snapshot("recorded").counts.tokensScanned > 0)
    // Done is done, and nothing of the weights has come into the run.
    let again = try run.run().filter { if case .collected = $0 { true } else { false } }
    #expect(again.isEmpty)
    #expect(try run.files("checkpoints").isEmpty)
  }

  @Test func weightsThatAreAwayAreNamedAndTheStagesStayReadable() throws {
    let run = try ElsewhereRun.prepared(
      ElsewhereRun.stage("tuned", "tuned") + ElsewhereRun.stage("lstm", "lstm"))
    defer { run.remove() }
    try run.run()
    try FileManager.default.removeItem(atPath: run.folder.resolve("elsewhere"))
    #expect(throws: RunError.self) { try run.run() }
    #expect(try StageList(run.folder).stages.map(\.name) == ["tuned", "lstm"])
    let models = StageModels(run.folder, workers: Workers(threads: 1))
    let snapshot = try Snapshot(path: run.folder.snapshot("lstm"))
    let missing = RunError.missingModel(
      name: "lstm", path: run.folder.resolve("elsewhere/lstm.safetensors"))
    #expect(throws: missing) { try models.read("the", as: snapshot, label: "lstm") }
  }

  @Test func theRunSaysHowItsWeightsAreToBeHad() throws {
    let run = try ElsewhereRun.prepared(
      "[models.away]\npath = \"nowhere\"\nobtain = \"pip install away\"\n" + ElsewhereRun.stage("x", "away"))
    defer { run.remove() }
    let missing = RunError.missingModel(
      name: "away", path: run.folder.resolve("nowhere"), obtain: "pip install away")
    #expect(throws: missing) { try run.run() }
  }

  @Test func asManyContextsAreKeptAsTheStageSays() throws {
    let few = "contexts = \"1,0\""
    let run = try ElsewhereRun.prepared(
      ElsewhereRun.stage("few", "lstm", "corpus = \"reviews\"\n\(few)") + ElsewhereRun.stage("usual", "lstm"))
    defer { run.remove() }
    try run.run()
    func counts(_ stage: String) throws -> [Int] {
      let snapshot = try Snapshot(path: run.folder.snapshot(stage))
      let contexts = try #require(snapshot.contexts)
      return try (0..<snapshot.neuronCount).map { try contexts.contexts(ofRow: $0).count }
    }
    let (kept, usual) = try (counts("few"), counts("usual"))
    #expect(kept == usual.map { min($0, 1) } && usual.contains { $0 > 1 })
    let settings = try String(contentsOfFile: run.folder.settings, encoding: .utf8)
    try run.write("run.toml", settings.replacing(few, with: "contexts = \"2,0\""))
    let path = run.folder.snapshot("few")
    #expect(throws: RunError.stale(path: path, setting: "stages")) { try run.run() }
  }

  @Test(arguments: [
    ("lstm", "corpus = \"reviews\"\nsites = \"lstm.*\"", "sites"),
    ("recorded", "corpus = \"reviews\"", "corpus"), ("base", "", "corpus"),
    ("recorded", "skip_starts = 1", "skip_starts"), ("recorded", "contexts = \"1,1\"", "contexts"),
  ])
  func keysThatDontFitAreNamed(model: String, keys: String, named: String) throws {
    let run = try ElsewhereRun.prepared(ElsewhereRun.stage("x", model, keys))
    defer { run.remove() }
    let error = #expect(throws: RunError.self) { try run.run() }
    switch error {
    case .unfitKey("x", named, _), .missingKey("x", named, _): break
    default: Issue.record("\(String(describing: error))")
    }
  }

  @Test(arguments: [
    ("from = \"base\"", "from = \"bass\"", "models.tuned.from"),
    ("from = \"base\"", "from = \"tuned\"", "models.tuned.from"),
    ("model = \"tuned\"", "model = \"tune\"", "stages[0].model"),
    ("model = \"tuned\"", "model = \"tuned\"\ncheckpoint = \"tuned\"", "stages[0].model"),
  ])
  func mistakesAreNamedWithTheirLine(before: String, after: String, named: String) throws {
    let run = try ElsewhereRun.prepared(ElsewhereRun.stage("tuned", "tuned"))
    defer { run.remove() }
    let settings = try String(contentsOfFile: run.folder.settings, encoding: .utf8)
    try run.write("run.toml", settings.replacingOccurrences(of: before, with: after))
    let error = #expect(throws: SettingsError.self) { try RunDescription(run.folder) }
    guard case .invalidValue(_, let line, named, _) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(line > 0)
  }

  /// Two files of unknown origin are not called unrelated because their ancestors are other files.
  @Test func otherFilesAreNotOtherTrainings() {
    func origin(_ digest: String, from parent: String) -> SnapshotOrigin {
      SnapshotOrigin(
        stage: digest, checkpointHash: digest,
        lineage: [digest, SnapshotOrigin.identifier(ofFileWith: parent)])
    }
    #expect(origin("a", from: "x").relation(to: origin("b", from: "y")) == .unknown)
    #expect(origin("a", from: "x").relation(to: origin("b", from: "x")) == .related)
    let base = SnapshotOrigin(stage: "x", checkpointHash: "x", lineage: ["x"])
    #expect(origin("a", from: "x").relation(to: base) == .related)
  }
}
