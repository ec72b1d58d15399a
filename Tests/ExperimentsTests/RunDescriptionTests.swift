import Experiments
import Foundation
import Settings
import Testing

/// Mistakes in run.toml are found before any work, and named with their line.
@Suite struct RunDescriptionTests {
  func expect(_ change: (String, String), _ matches: (SettingsError) -> Bool) throws {
    let settings = TinyRun.settings.replacingOccurrences(of: change.0, with: change.1)
    #expect(settings != TinyRun.settings)
    let run = try TinyRun(settings: settings)
    defer { run.remove() }
    let error = #expect(throws: SettingsError.self) { try RunDescription(run.folder) }
    if let error { #expect(matches(error), "\(error)") }
  }

  @Test func readsEverything() throws {
    let run = try TinyRun(epochs: 3)
    defer { run.remove() }
    let description = try RunDescription(run.folder)
    #expect(description.name == "tiny")
    #expect(description.stages.map(\.name) == ["early", "pretrain", "zero-shot", "finetune"])
    #expect(description.stages[1].tokens == 500)
    #expect(description.pretrain?.training.schedule.epochs == 3)
    #expect(description.finetunes.first?.from == "pretrain")
    #expect(description.madeCheckpoints == ["pretrain-epoch-1", "pretrain", "finetune"])
  }

  @Test func wordsCanBeCountedInSeveralTexts() throws {
    func vocabulary(_ corpus: String) throws -> Set<String> {
      let run = try TinyRun(
        epochs: 1,
        settings: TinyRun.settings.replacingOccurrences(
          of: "[vocabulary]\ncorpus = \"facts\"", with: "[vocabulary]\ncorpus = \(corpus)"))
      defer { run.remove() }
      try run.run(.pretrain)
      return Set(
        try String(contentsOfFile: run.folder.vocabulary, encoding: .utf8).split(separator: "\n").map(
          String.init))
    }
    let (facts, reviews) = (try vocabulary("\"facts\""), try vocabulary("[\"reviews\"]"))
    #expect(facts.contains("castle") && !reviews.contains("castle"))
    #expect(try vocabulary("[\"facts\", \"reviews\"]") == facts.union(reviews))
    for corpus in ["[]", "[\"facts\", \"review\"]"] {
      try expect(("[vocabulary]\ncorpus = \"facts\"", "[vocabulary]\ncorpus = \(corpus)")) {
        guard case .invalidValue(_, let line, "vocabulary.corpus", _) = $0 else { return false }
        return line > 0
      }
    }
  }

  @Test func aMistypedKeyNamesTheOneThatWasMeant() throws {
    try expect(("bptt = 10", "bppt = 10")) {
      guard case .unknownKey(_, let line, "pretrain.bppt", "bptt") = $0 else { return false }
      return line > 0
    }
  }

  @Test func aWrongTypeNamesWhatIsWanted() throws {
    try expect(("hidden = 20", "hidden = \"20\"")) {
      guard case .wrongType(_, let line, "model.hidden", "an integer", "a string") = $0 else { return false }
      return line > 0
    }
  }

  @Test func anUnknownCorpusNamesTheNearest() throws {
    try expect(("corpus = \"reviews\"\nheld_out", "corpus = \"review\"\nheld_out")) {
      guard case .invalidValue(_, let line, "finetune.corpus", let reason) = $0 else { return false }
      return line > 0 && reason.contains("reviews")
    }
  }

  @Test func aStageNeedsItsCheckpoint() throws {
    try expect(("checkpoint = \"finetune\"", "checkpoint = \"finetuned\"")) {
      guard case .invalidValue(_, _, "stages[3].checkpoint", let reason) = $0 else { return false }
      return reason.contains("finetune")
    }
  }

  @Test(arguments: ["../outside.txt", "/etc/passwd", ""])
  func pathsStayInsideTheRun(path: String) throws {
    try expect(("path = \"corpora/facts.txt\"", "path = \"\(path)\"")) {
      guard case .invalidValue(_, _, "corpora.facts.path", _) = $0 else { return false }
      return true
    }
  }

  @Test(arguments: [
    ("dropout = 0.1\nkeep", "dropout = 1.0\nkeep"), ("epochs = EPOCHS", "epochs = 0"),
    ("learning_rate = 5", "learning_rate = -5"), ("keep = [1]", "keep = [9]"),
    ("clip = 0.25", "clip = 0"), ("name = \"early\"", "name = \"pretrain\""),
    ("name = \"early\"", "name = \"a/b\""), ("hidden = 20", "hidden = 20\nembedding = 10\ntied = true"),
    ("hidden = 20", "hidden = 20\ncell = \"lsmt\""), ("batch_size = 8", "batch_size = 8\npooling = \"max\""),
  ])
  func senselessValuesAreRefused(before: String, after: String) throws {
    try expect((before, after)) {
      guard case .invalidValue(_, let line, _, _) = $0 else { return false }
      return line > 0
    }
  }
}
