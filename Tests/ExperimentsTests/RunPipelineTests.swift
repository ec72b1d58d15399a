import Corpora
import Experiments
import Foundation
import LanguageModels
import NeuronPreferences
import Settings
import Testing

/// A whole run from text to comparison, on one and on two threads, undisturbed and interrupted.
@Suite struct RunPipelineTests {
  /// A special token that a text spells is one word where the vocabulary is made, too.
  @Test func theVocabularyOfARunCutsNoSpecialToken() throws {
    let run = try TinyRun(
      settings: """
        [corpora.facts]
        path = "corpora/facts.txt"
        [vocabulary]
        corpus = "facts"
        """)
    defer { run.remove() }
    try run.write("corpora/facts.txt", "the <unk> is great <eos>\n")
    try run.run()
    let made = String(decoding: try run.data("checkpoints/vocabulary.txt"), as: UTF8.self)
    #expect(made == "<unk>\n<eos>\ngreat\nis\nthe\n")
  }

  static let made = [
    "checkpoints/vocabulary.txt", "checkpoints/pretrain-epoch-1.safetensors",
    "checkpoints/pretrain.safetensors", "checkpoints/finetune.safetensors",
    "snapshots/early.safetensors", "snapshots/pretrain.safetensors", "snapshots/zero-shot.safetensors",
    "snapshots/finetune.safetensors",
    "snapshots/firings/early.safetensors", "snapshots/firings/pretrain.safetensors",
    "snapshots/firings/zero-shot.safetensors", "snapshots/firings/finetune.safetensors",
  ]

  @Test func theWholePathGivesTheSameBitsOnOneAndTwoThreads() throws {
    let (one, two) = (try TinyRun(), try TinyRun())
    defer {
      one.remove()
      two.remove()
    }
    try one.run(threads: 1)
    try two.run(threads: 2)
    for file in Self.made { #expect(try one.data(file) == two.data(file), "\(file)") }
    #expect(try one.files("checkpoints").count == 4, "no state or temporary file is left")
  }

  @Test func theModelLearns() throws {
    let run = try TinyRun(epochs: 6)
    defer { run.remove() }
    var perplexities: [Double] = []
    var accuracy = 0.0
    for event in try run.run(threads: 2) {
      guard case .epoch(_, let report) = event else { continue }
      switch report.heldOut {
      case .languageModel(let scores): perplexities.append(scores.perplexity)
      case .classification(let scores): accuracy = max(accuracy, scores.accuracy)
      }
    }
    #expect(perplexities.count == 6)
    let last = try #require(perplexities.last)
    #expect(last < 8, "six choices of two words in each place")
    #expect(accuracy > 0.9)
  }

  @Test(arguments: CellKind.allCases) func otherCellsAndThePooledHead(cell: CellKind) throws {
    let settings = TinyRun.settings
      .replacingOccurrences(
        of: "hidden = 20", with: "hidden = 20\nlayers = 2\ncell = \"\(cell.rawValue.lowercased())\""
      )
      .replacingOccurrences(of: "batch_size = 8", with: "batch_size = 8\npooling = \"last-mean-max\"")
      .replacingOccurrences(of: "learning_rate = 5", with: "learning_rate = 1")
    let run = try TinyRun(epochs: 1, settings: settings)
    defer { run.remove() }
    try run.run(threads: 2)
    let classifier = try Checkpoint(contentsOf: run.folder.checkpoint("finetune")).classifier()
    #expect(classifier.pooling == .lastMeanMax)
    #expect(classifier.encoder.stack?.map(\.cell) == [cell, cell])
    let snapshot = try Snapshot(path: run.folder.resolve("snapshots/finetune.safetensors"))
    #expect(snapshot.sites.sites.map(\.name) == ["\(cell.siteName).0", "\(cell.siteName).1"])
    // What is done is done, with these settings too.
    #expect(try run.run().allSatisfy { if case .progress = $0 { false } else { true } })
  }

  @Test func aStoppedRunGoesOnToTheSameBits() throws {
    let (whole, stopped) = (try TinyRun(), try TinyRun())
    defer {
      whole.remove()
      stopped.remove()
    }
    try whole.run()
    // Once within the first epoch, once in the second, once in the third, once in fine-tuning.
    var interruptions = 0
    for steps in [5, 45, 50, 70] {
      do {
        try stopped.run(stopAfter: steps)
      } catch let error as RunError {
        guard case .interrupted = error else { throw error }
        interruptions += 1
      }
    }
    #expect(interruptions >= 3)
    try stopped.run()
    for file in Self.made { #expect(try whole.data(file) == stopped.data(file), "\(file)") }
  }

  @Test func aFinishedRunIsLeftAsItIs() throws {
    let run = try TinyRun(epochs: 1)
    defer { run.remove() }
    try run.run()
    let before = try Self.made.map { try run.data($0) }
    let events = try run.run()
    #expect(try Self.made.map { try run.data($0) } == before)
    let untouched = events.filter { if case .upToDate = $0 { true } else { false } }
    #expect(untouched.count == 10)
  }

  @Test func filesOfOtherSettingsAreNotOverwritten() throws {
    let run = try TinyRun(epochs: 1)
    defer { run.remove() }
    try run.run()
    let before = try run.data("checkpoints/pretrain.safetensors")
    let changed = TinyRun.settings.replacingOccurrences(of: "EPOCHS", with: "1")
      .replacingOccurrences(of: "learning_rate = 5", with: "learning_rate = 6")
    try run.write("run.toml", changed)
    #expect(
      throws: RunError.stale(path: run.folder.checkpoint("pretrain"), setting: "pretrain")
    ) { try run.run() }
    #expect(try run.data("checkpoints/pretrain.safetensors") == before)
  }

  @Test func stagesCompare() throws {
    let run = try TinyRun()
    defer { run.remove() }
    try run.run(threads: 2)
    let zeroShot = try Snapshot(path: run.folder.snapshot("zero-shot"))
    let fineTuned = try Snapshot(path: run.folder.snapshot("finetune"))
    #expect(zeroShot.origin.stage == "zero-shot")
    #expect(zeroShot.parent == nil && zeroShot.origin.parentHash.isEmpty)
    #expect(fineTuned.origin.parentHash == zeroShot.origin.checkpointHash)
    let transfer = try Transfer(zeroShot, fineTuned)
    #expect(transfer.neurons.allSatisfy { $0.correlation.map { (-1...1).contains($0) } ?? false })
    let states = transfer.states
    #expect(states.shared + states.forgotten + states.gained + states.never == 20)
    #expect(transfer.relation == .related)
    let moved = transfer.neurons.compactMap(\.hellinger)
    #expect(moved.contains { $0 > 0 })
  }

  /// A stage may name the checkpoint to be compared with; only its own snapshot has to be made anew.
  @Test func aStageMayNameItsParent() throws {
    let run = try TinyRun(epochs: 2)
    defer { run.remove() }
    try run.run()
    let settings = try String(contentsOfFile: run.folder.settings, encoding: .utf8)
    try run.write(
      "run.toml",
      settings.replacingOccurrences(of: "tokens = 500", with: "tokens = 500\nparent = \"pretrain-epoch-1\""))
    let stale = RunError.stale(path: run.folder.snapshot("pretrain"), setting: "stages")
    #expect(throws: stale) { try run.run() }
    try FileManager.default.removeItem(atPath: run.folder.snapshot("pretrain"))
    try FileManager.default.removeItem(atPath: run.folder.snapshot("pretrain", policy: "firings"))
    let made = try run.run().compactMap { if case .collected(let stage, _, _, _) = $0 { stage } else { nil } }
    #expect(made == ["pretrain", "pretrain"])
    let early = try Snapshot(path: run.folder.snapshot("early"))
    let pretrained = try Snapshot(path: run.folder.snapshot("pretrain"))
    #expect(pretrained.origin.parentHash == early.origin.checkpointHash)
    #expect(try Transfer(early, pretrained).neurons.contains { $0.correlation != nil })
  }

  /// A stage that names no policy is collected under the method's own and under one that all neurons can be judged on;
  /// what an older program collected under the first alone stays as it is.
  @Test func everyStageHasWinsAndFirings() throws {
    let run = try TinyRun(epochs: 1)
    defer { run.remove() }
    try run.run()
    let wins = try Snapshot(path: run.folder.snapshot("zero-shot"))
    let firings = try Snapshot(path: run.folder.snapshot("zero-shot", policy: "firings"))
    #expect(wins.policy == .max1 && firings.policy == .firings(1000))
    #expect(wins.origin.stage == "zero-shot" && firings.origin.stage == "zero-shot")
    let most = wins.counts.tokensScanned / CollectionPolicy.fewestTokensAFiring
    let fired = (0..<20).map { firings.tokens.wins[$0] }
    #expect(fired.allSatisfy { $0 <= most } && fired.contains { $0 > most / 2 }, "too short a text for 1,000")
    let bytes = try run.data("snapshots/zero-shot.safetensors")
    try FileManager.default.removeItem(atPath: run.folder.resolve("snapshots/firings"))
    let again = try run.run().compactMap { event -> CollectionPolicy? in
      if case .collected(_, let policy, let tokens, _) = event, policy.shortfall(tokens: tokens) != nil {
        policy
      } else {
        nil
      }
    }
    #expect(again == Array(repeating: .firings(1000), count: 4))
    #expect(try run.data("snapshots/zero-shot.safetensors") == bytes)
  }

  @Test(arguments: [
    ("\"max1\"", ["max1"]), ("[\"max1\", \"quantile:0.9\"]", ["max1", "quantile:0.9"]),
    ("[\"topk:2\", \"topk:3\"]", nil), ("[]", nil), ("[\"max\"]", nil), ("3", nil),
  ])
  func aStageNamesItsPolicies(text: String, policies: [String]?) throws {
    let run = try TinyRun(epochs: 1)
    defer { run.remove() }
    try run.write(
      "run.toml", TinyRun.settings.replacingOccurrences(of: "EPOCHS", with: "1") + "policy = \(text)\n")
    if let policies {
      #expect(try RunDescription(run.folder).stages.last?.policies?.map(\.description) == policies)
    } else {
      #expect(throws: SettingsError.self) { try RunDescription(run.folder) }
    }
  }

  /// Stages that differ by policy only are read together, and give what each would give alone.
  @Test func policiesShareAPass() throws {
    let run = try TinyRun(epochs: 1)
    defer { run.remove() }
    try run.run()
    let settings = try String(contentsOfFile: run.folder.settings, encoding: .utf8)
    func stage(_ name: String, _ policy: String) -> String {
      "[[stages]]\nname = \"\(name)\"\ncheckpoint = \"finetune\"\ncorpus = \"reviews\"\n"
        + "policy = \"\(policy)\"\nskip_starts = 2\n"
    }
    try run.write("run.toml", settings + stage("own", "quantile:0.9") + stage("two", "topk:2"))
    let made = try run.run().compactMap { if case .collected(let name, _, _, _) = $0 { name } else { nil } }
    #expect(made == ["own", "two"])
    let own = try Snapshot(path: run.folder.snapshot("own"))
    let two = try Snapshot(path: run.folder.snapshot("two"))
    #expect(own.policy == .quantile(0.9) && two.policy == .top(2))
    #expect(own.parent != nil && two.parent != nil)
    for snapshot in [own, two] {
      #expect(snapshot.counts.skipped == ["document-start": 160] && snapshot.skippedStarts == 2)
    }
    let bytes = try ["own", "two"].map { try run.data("snapshots/\($0).safetensors") }
    for name in ["own", "two"] {
      try FileManager.default.removeItem(atPath: run.folder.snapshot(name))
      try run.run()
    }
    #expect(try ["own", "two"].map { try run.data("snapshots/\($0).safetensors") } == bytes)
    try run.write("run.toml", settings + stage("own", "quantile:2"))
    #expect(throws: (any Error).self) { try RunDescription(run.folder) }
  }

  @Test(arguments: [
    ("corpora/facts.txt", ""), ("corpora/reviews.tsv", "rating\ttext\n1\tgood film .\n"),
  ])
  func unusableTextIsRefusedAndNothingHalfWritten(file: String, text: String) throws {
    let run = try TinyRun(epochs: 1)
    defer { run.remove() }
    try run.write(file, text)
    #expect(throws: (any Error).self) { try run.run() }
    #expect(!run.exists("checkpoints/finetune.safetensors"))
    for name in try run.files("checkpoints") {
      #expect(name.hasSuffix(".safetensors") || name == "vocabulary.txt", "\(name)")
    }
  }
}
