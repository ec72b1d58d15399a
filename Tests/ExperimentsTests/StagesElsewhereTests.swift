import Corpora
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
  private static func reference(_ path: String) -> String {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("../\(path)")
      .standardizedFileURL.path
  }

  private static let words = ["<unk>", "the", "film", "is", "great", "dull", "and", "."]

  /// A run without a vocabulary, a recurrent model with its own beside it, and a tokenizer for the recorded
  /// transformers, which have 61 tokens and come without one.
  private func prepared(_ stages: String) throws -> TinyRun {
    let run = try TinyRun(settings: "")
    for name in ["elsewhere/words", "elsewhere/pieces"] {
      try FileManager.default.createDirectory(
        atPath: run.folder.resolve(name), withIntermediateDirectories: true)
    }
    try run.write("elsewhere/words/vocabulary.txt", Self.words.joined(separator: "\n") + "\n")
    try run.write(
      "elsewhere/pieces/vocab.txt",
      (["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"] + Self.words.dropFirst()).joined(separator: "\n"))
    let model = LanguageModel(
      EncoderConfiguration(
        vocabularySize: Self.words.count, embeddingSize: 6, hiddenSize: 6, layers: 1, cell: .lstm),
      tied: true, seed: 5)
    try Checkpoint.write(
      .languageModel(model), to: run.folder.resolve("elsewhere/lstm.safetensors"), elementType: .float32,
      metadata: [:])
    try run.write(
      "run.toml",
      """
      [corpora.reviews]
      path = "corpora/reviews.tsv"
      label = "rating"
      [tags]
      tagger = "none"
      [models.base]
      path = "\(Self.reference("TransformersTests/Reference/bert"))"
      tokenizer = "elsewhere/pieces"
      [models.tuned]
      path = "elsewhere/../\("elsewhere/bert")"
      tokenizer = "elsewhere/pieces"
      from = "base"
      [models.lstm]
      path = "elsewhere/lstm.safetensors"
      tokenizer = "elsewhere/words/vocabulary.txt"
      [models.recorded]
      path = "\(Self.reference("RecordingsTests/Reference/whole.recording"))"
      \(stages)
      """)
    try FileManager.default.copyItem(
      atPath: Self.reference("TransformersTests/Reference/bert"), toPath: run.folder.resolve("elsewhere/bert")
    )
    return run
  }

  private static func stage(_ name: String, _ model: String, _ more: String = "corpus = \"reviews\"")
    -> String
  {
    "[[stages]]\nname = \"\(name)\"\nmodel = \"\(model)\"\n\(more)\n"
  }

  /// What is said by `collect` is said by a run too.
  @Test func whatACheckpointLeavesToBeGuessedIsTold() throws {
    let run = try prepared(
      """
      [corpora.facts]
      path = "corpora/facts.txt"
      [models.stacked]
      path = "\(Self.reference("LanguageModelsTests/Reference/strangers/stacked.pt"))"
      tokenizer = "elsewhere/nine.txt"
      \(Self.stage("stacked", "stacked", "corpus = \"facts\""))
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
    let run = try prepared(
      Self.stage("base", "base") + Self.stage("tuned", "tuned")
        + Self.stage("residual", "tuned", "corpus = \"reviews\"\nsites = \"blocks.1.hook_resid_post\"")
        + Self.stage("lstm", "lstm") + Self.stage("recorded", "recorded", ""))
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
    let run = try prepared(Self.stage("tuned", "tuned") + Self.stage("lstm", "lstm"))
    defer { run.remove() }
    try run.run()
    try FileManager.default.removeItem(atPath: run.folder.resolve("elsewhere"))
    #expect(throws: RunError.self) { try run.run() }
    #expect(try StageList(run.folder).stages.map(\.name) == ["tuned", "lstm"])
    let models = StageModels(run.folder, workers: Workers(threads: 1))
    let snapshot = try Snapshot(path: run.folder.snapshot("lstm"))
    let missing = RunError.missingModel(
      name: "lstm", path: run.folder.resolve("elsewhere/lstm.safetensors"))
    #expect(throws: missing) {
      try models.read(Document(words: ["the"]), as: snapshot, label: "lstm")
    }
  }

  @Test func aRecurrentModelElsewhereReadsTextOfTheUser() throws {
    let run = try prepared(Self.stage("lstm", "lstm") + Self.stage("recorded", "recorded", ""))
    defer { run.remove() }
    try run.run()
    let models = StageModels(run.folder, workers: Workers(threads: 1))
    let answer = try models.read(
      Document(words: ["the", "castle"]), as: Snapshot(path: run.folder.snapshot("lstm")), label: "lstm")
    #expect(answer.isKnown == [true, false] && answer.values.count == 12)
    #expect(
      throws: StageModelError.otherKind(stage: "recorded", model: "recorded", kind: .recording)
    ) {
      try models.read(
        Document(words: ["the"]), as: Snapshot(path: run.folder.snapshot("recorded")), label: "recorded")
    }
  }

  @Test(arguments: [
    ("lstm", "corpus = \"reviews\"\nsites = \"lstm.*\"", "sites"),
    ("recorded", "corpus = \"reviews\"", "corpus"), ("base", "", "corpus"),
    ("recorded", "skip_starts = 1", "skip_starts"),
  ])
  func keysThatDontFitAreNamed(model: String, keys: String, named: String) throws {
    let run = try prepared(Self.stage("x", model, keys))
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
    let run = try prepared(Self.stage("tuned", "tuned"))
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
