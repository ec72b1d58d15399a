import Corpora
import Experiments
import Foundation
import Kernels
import NeuronPreferences
import Runs
import Testing

/// Runs made of models and texts that lie elsewhere: what is guessed, what is asked back, and that nothing is written
/// over.
@Suite struct RunDraftTests {
  private static let reviews = """
    {"id": 1, "text": "the film is great .", "label": 1}
    {"id": 2, "text": "the film is dull .", "label": 0}

    """
  private static let vocabulary = "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\nthe\nfilm\nis\ngreat\ndull\n.\n"

  /// A folder with models and texts, and the path of a run that is not there yet.
  private final class Place {
    let path = NSTemporaryDirectory() + "txray-draft-\(UUID().uuidString)"

    init() throws {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
      try write("reviews.jsonl", RunDraftTests.reviews)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    var run: RunFolder { RunFolder(path + "/run") }
    func file(_ name: String) -> String { "\(path)/\(name)" }

    func write(_ name: String, _ text: String) throws {
      let url = URL(fileURLWithPath: file(name))
      try FileManager.default.createDirectory(
        at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: url)
    }

    /// A copy of a recorded model, with a tokenizer unless it is to have none.
    func model(_ name: String, at place: String, tokenizer: Bool = true) throws {
      let source = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("../TransformersTests/Reference/\(name)")
      try FileManager.default.createDirectory(
        at: URL(fileURLWithPath: file(place)).deletingLastPathComponent(), withIntermediateDirectories: true)
      try FileManager.default.copyItem(atPath: source.standardizedFileURL.path, toPath: file(place))
      if tokenizer { try write("\(place)/vocab.txt", RunDraftTests.vocabulary) }
    }

    func draft(
      _ requests: [(String, String)], _ change: (inout RunDraft.Options) -> Void = { _ in }
    ) throws -> RunDraft {
      var options = RunDraft.Options()
      options.corpus = file("reviews.jsonl")
      change(&options)
      return try RunDraft(
        run, requests.map { RunDraft.Request(name: $0.0, model: file($0.1)) }, options)
    }
  }

  @Test func whatIsWrittenIsARunThatCollects() throws {
    let place = try Place()
    try place.model("bert", at: "models/base")
    try place.model("bert", at: "models/tuned", tokenizer: false)
    let draft = try place.draft([
      ("base", "models/base"), ("again", "models/base"), ("tuned", "models/tuned"),
    ]) {
      $0.parents = ["tuned": "base"]
      $0.policy = .quantile(0.5)
    }
    // One model under two stages is one model; a fine-tuned one has its base's tokenizer.
    #expect(draft.models.map(\.reference.name) == ["base", "tuned"])
    #expect(draft.models[1].reference.tokenizer?.hasSuffix("models/base") == true)
    try draft.write()
    let description = try RunDescription(place.run)
    #expect(description.stages.map(\.source) == [.model("base"), .model("base"), .model("tuned")])
    #expect(description.stages.map(\.parent) == [nil, nil, .model("base")])
    #expect(description.models["tuned"]?.parent == "base")
    let corpus = try #require(description.corpora["reviews"])
    #expect(corpus.description.labelColumn == .name("label") && corpus.positiveAbove == 0.5)
    #expect(corpus.description.path == place.run.resolve("corpora/reviews.jsonl"))
    let pipeline = RunPipeline(
      description, folder: place.run, program: "test", workers: Workers(threads: 1), tell: { _ in })
    try pipeline.run()
    #expect(try Snapshot(path: place.run.snapshot("tuned")).policy == .quantile(0.5))
    #expect(try Snapshot(path: place.run.snapshot("tuned")).parent != nil)
  }

  @Test func nothingIsWrittenOver() throws {
    let place = try Place()
    try place.model("bert", at: "base")
    let draft = try place.draft([("base", "base")])
    try place.write("run/corpora/reviews.jsonl", "mine")
    #expect(throws: (any Error).self) { try draft.write() }
    #expect(try String(contentsOfFile: place.file("run/corpora/reviews.jsonl"), encoding: .utf8) == "mine")
    #expect(!place.run.exists(place.run.settings))
    try place.write("run/run.toml", "name = \"mine\"")
    #expect(throws: RunDraftError.exists(path: place.run.settings)) { try draft.write() }
    #expect(throws: RunDraftError.exists(path: place.run.settings)) { try place.draft([("base", "base")]) }
  }

  /// All checkpoints of a trainer, by step and not by name, related where its own log shows it.
  @Test func aTrainersCheckpointsAreStagesInTheOrderOfTheirSteps() throws {
    let place = try Place()
    for step in [5, 10, 100] {
      try place.model("bert", at: "out/checkpoint-\(step)", tokenizer: false)
      let entries = [5, 10, 100].filter { $0 <= step }.map { "{\"loss\": 0.\($0), \"step\": \($0)}" }
      try place.write(
        "out/checkpoint-\(step)/trainer_state.json",
        "{\"global_step\": \(step), \"log_history\": [\(entries.joined(separator: ", "))]}")
    }
    try place.write("out/vocab.txt", Self.vocabulary)
    let draft = try place.draft([("run", "out")])
    #expect(draft.stages.map(\.name) == ["run-5", "run-10", "run-100"])
    #expect(draft.models.map(\.reference.parent) == [nil, "run-5", "run-10"])
    #expect(draft.models.allSatisfy { $0.reference.tokenizer?.hasSuffix("/out") == true })
    #expect(draft.models[2].summary.contains("step 100"))
    #expect(try place.draft([("run", "out")]) { $0.every = 2 }.stages.map(\.name) == ["run-10", "run-100"])
    try place.write("out/checkpoint-10/trainer_state.json", "{\"log_history\": [{\"loss\": 7}]}")
    #expect(try place.draft([("run", "out")]).models.map(\.reference.parent) == [nil, nil, nil])
  }

  @Test func adaptersAndRevisionsAreFound() throws {
    let place = try Place()
    try place.model("gpt2-adapter", at: "base")
    let draft = try place.draft([("base", "base"), ("tuned", "base/adapter")])
    let tuned = draft.models[1].reference
    #expect(tuned.paths == draft.models[0].reference.paths && tuned.parent == "base")
    #expect(tuned.adapter?.hasSuffix("base/adapter") == true)
    #expect(throws: RunDraftError.self) { try place.draft([("tuned", "base/adapter")]) }
    try place.model("bert", at: "models--org--name/snapshots/1a2b3c4d")
    try place.model("bert", at: "models--org--name/snapshots/5e6f7a8b")
    try place.write("models--org--name/refs/old", "5e6f7a8b")
    let revised = try place.draft([("x", "models--org--name")]) { $0.revisions = ["1a2b", "old"] }
    #expect(revised.stages.map(\.name) == ["x-1a2b", "x-old"])
    #expect(revised.models.map { $0.reference.paths[0].suffix(8) } == ["1a2b3c4d", "5e6f7a8b"])
    #expect(throws: RunDraftError.self) {
      try place.draft([("x", "models--org--name")]) { $0.revisions = ["v9"] }
    }
  }

  @Test func whatIsMissingIsNamed() throws {
    let place = try Place()
    try place.model("bert", at: "base", tokenizer: false)
    try place.model("bert", at: "whole")
    func error(
      _ requests: [(String, String)], _ change: (inout RunDraft.Options) -> Void = { _ in }
    ) -> RunDraftError? {
      do {
        _ = try place.draft(requests, change)
        return nil
      } catch {
        return error as? RunDraftError
      }
    }
    #expect(error([("a", "none")]) == .noModel(stage: "a", path: place.file("none")))
    if case .noTokenizer("a", _)? = error([("a", "base")]) {} else { Issue.record("no tokenizer") }
    #expect(error([("a", "whole"), ("a", "whole")]) == .sameName("a"))
    #expect(error([("a", "whole")]) { $0.corpus = nil } == .corpusUnnamed(stage: "a"))
    #expect(error([("a", "whole")]) { $0.corpus = place.file("x") } == .noCorpus(path: place.file("x")))
    #expect(
      error([("a", "whole")]) { $0.text = "body" }
        == .noSuchColumn("body", path: place.file("reviews.jsonl"), known: ["id", "text", "label"]))
    #expect(
      error([("a", "whole")]) { $0.parents = ["a": "b"] }
        == .noSuchStage("b", option: "--parent", known: ["a"]))
  }

  @Test func columnsAreGuessed() throws {
    let place = try Place()
    try place.write(
      "bare.tsv", "1\t2.5\tthe film is great\n2\t-1.5\tthe film is dull\n3\t0.5\tso so\n4\t-2\tbad\n")
    let bare = try CorpusGuess(path: place.file("bare.tsv"))
    #expect(!bare.hasHeader && bare.text == "3" && bare.label == "2" && bare.positiveAbove == 0)
    try place.write("named.csv", "review,class\n\"good, very\",spam\nbad,ham\n")
    let named = try CorpusGuess(path: place.file("named.csv"))
    #expect(
      named.hasHeader && named.text == "review" && named.label == nil && named.labels == ["ham", "spam"])
    try place.write("lines.txt", "one\ntwo\n")
    try place.write("blocks.txt", "one\ntwo\n\nthree\n")
    #expect(try CorpusGuess(path: place.file("lines.txt")).documents == .line)
    #expect(try CorpusGuess(path: place.file("blocks.txt")).documents == .blankLine)
  }
}
