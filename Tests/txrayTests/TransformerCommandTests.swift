import Foundation
import NeuronPreferences
import TensorFiles
import Testing

/// The commands that take a transformer's folder where they take a recurrent checkpoint.
@Suite struct TransformerCommandTests {
  /// A text, and a tokenizer whose tokens the recorded models of 61 have embeddings for.
  private func prepared() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try TinyTransformer.writeWords(into: folder, text: "text.txt")
    return folder
  }

  private func content(_ folder: TemporaryFolder, _ name: String) throws -> Data {
    try Data(contentsOf: URL(fileURLWithPath: folder.file(name)))
  }

  @Test func inspectTellsFamilySitesAndTokenizer() throws {
    let told = try CommandRun("inspect", TinyTransformer.folder("gpt2"))
    #expect(told.status == 0, "\(told.errors)")
    for part in [
      "gpt2, causal", "predicts tokens by its embedding", "blocks.1.mlp.hook_post", "none beside it",
    ] {
      #expect(told.output.contains(part), "\(part)")
    }
    // A tokenizer that can't be used is no reason not to tell the rest.
    let file = try CommandRun("inspect", TinyTransformer.folder("gguf-llama") + "/model.gguf")
    #expect(file.status == 0 && file.output.contains("llama, causal"), "\(file.errors)")
    #expect(file.output.contains("is not known here"))
  }

  /// The printed winners are those of the kept activations, which stand document after document.
  @Test func activationsArePrintedAndKept() throws {
    let folder = try prepared()
    try folder.write("ids.txt", "5 6 7\n\n60 1\n")
    let arguments = [
      "activations", "--checkpoint", TinyTransformer.folder("gpt2"), "--ids", folder.file("ids.txt"),
    ]
    let printed = try CommandRun(list: arguments + ["--format", "json"])
    let kept = try CommandRun(
      list: arguments + ["--sites", "blocks.*.mlp.hook_post", "--logits", "--output", folder.file("acts")])
    #expect(printed.status == 0 && kept.status == 0, "\(printed.errors) \(kept.errors)")
    let file = try SafetensorsFile(path: folder.file("acts"))
    #expect(try file.integers("document_starts", as: Int.self) == [0, 3, 3])
    #expect(file.tensor(named: "logits")?.shape == [5, 61])
    let neurons = try #require(file.tensor(named: "blocks.0.mlp.hook_post")?.shape[1])
    #expect(file.tensor(named: "blocks.1.mlp.hook_post")?.shape == [5, neurons])
    let values = try file.floats("blocks.1.mlp.hook_post")
    struct Printed: Decodable {
      struct Token: Decodable {
        let id, argmax: Int
        let max: Float
      }
      let site: String
      let documents: [[Token]]
    }
    let found = try JSONDecoder().decode(Printed.self, from: Data(printed.output.utf8))
    #expect(found.site == "blocks.1.mlp.hook_post" && found.documents.map(\.count) == [3, 0, 2])
    for (row, token) in found.documents.joined().enumerated() {
      let activations = values[row * neurons..<(row + 1) * neurons]
      #expect(activations.max() == token.max && activations[row * neurons + token.argmax] == token.max)
    }
  }

  /// The loss is the mean over predicted tokens, read from the logits that `activations` keeps.
  @Test func evaluateIsTheMeanOverPredictedTokens() throws {
    let folder = try prepared()
    let documents = [[5, 6, 7, 8, 9, 10], [60], [1, 2, 3, 4]]
    try folder.write(
      "ids.txt", documents.map { $0.map(String.init).joined(separator: " ") }.joined(separator: "\n"))
    let model = ["--checkpoint", TinyTransformer.folder("gpt2"), "--ids", folder.file("ids.txt")]
    #expect(
      try CommandRun(list: ["activations"] + model + ["--logits", "--output", folder.file("acts")]).status
        == 0)
    let logits = try SafetensorsFile(path: folder.file("acts")).floats("logits").map(Double.init)
    var (sum, predicted, row) = (0.0, 0, 0)
    for document in documents {
      for next in document.dropFirst() {
        let own = logits[row * 61..<(row + 1) * 61]
        sum += log(own.reduce(0) { $0 + exp($1) }) - own[own.startIndex + next]
        (predicted, row) = (predicted + 1, row + 1)
      }
      row += 1
    }
    struct Scores: Decodable {
      let tokens: Int
      let loss, perplexity: Double
    }
    func scores(_ more: [String]) throws -> Scores {
      let run = try CommandRun(list: ["evaluate"] + model + ["--format", "json"] + more)
      #expect(run.status == 0, "\(run.errors)")
      return try JSONDecoder().decode(Scores.self, from: Data(run.output.utf8))
    }
    let whole = try scores([])
    #expect(whole.tokens == predicted && abs(whole.loss - sum / Double(predicted)) < 1e-5)
    #expect(abs(whole.perplexity - exp(whole.loss)) < 1e-9)
    // Every token but a document's first counts once however the windows overlap.
    #expect(try scores(["--window", "3", "--stride", "1"]).tokens == predicted)
    let masked = try CommandRun(
      "evaluate", "--checkpoint", TinyTransformer.folder("bert"), "--ids", folder.file("ids.txt"))
    #expect(masked.status == 65 && masked.errors.contains("causal language model"))
  }

  /// The same bytes with one thread and with two, and from two parts put together; special tokens are counted and
  /// preferred by nobody; pieces have the tags of their words.
  @Test func collectionIsExactAndLeavesSpecialTokensOut() throws {
    let folder = try prepared()
    func collect(_ name: String, _ more: [String]) throws {
      let run = try CommandRun(
        list: [
          "collect", "--checkpoint", TinyTransformer.folder("bert"), "--tokenizer", folder.file("words"),
          "--corpus",
          folder.file("text.txt"), "--stage", "tiny", "--policy", "max1", "--policy", "quantile:0.75",
          "--output",
          folder.file(name), "--output", folder.file(name + ".quantile"),
        ] + more)
      #expect(run.status == 0, "\(run.errors)")
    }
    try collect("one", ["--threads", "1"])
    try collect("two", ["--threads", "2"])
    try collect("part1", ["--shard", "1/2"])
    try collect("part2", ["--shard", "2/2"])
    for policy in ["", ".quantile"] {
      let parts = ["part2", "part1"].map { folder.file($0 + policy) }
      #expect(try CommandRun(list: ["merge"] + parts + ["--output", folder.file("merged")]).status == 0)
      #expect(try content(folder, "one" + policy) == content(folder, "two" + policy))
      #expect(try content(folder, "one" + policy) == content(folder, "merged"))
    }
    let snapshot = try Snapshot(path: folder.file("one"))
    #expect(snapshot.sites.sites.map(\.name) == ["blocks.0.mlp.hook_post", "blocks.1.mlp.hook_post"])
    #expect(snapshot.counts.skipped == ["special": 36])
    #expect(snapshot.origin.tokenizer.hasPrefix("WordPiece sha256:"))
    let names = (0..<snapshot.tokens.featureCount).map { snapshot.tokens.name(of: $0) }
    for (feature, name) in names.enumerated() where ["[CLS]", "[SEP]"].contains(name) {
      #expect(snapshot.tokens.frequency[feature] == 0)
    }
    // 18 documents: of 5 tokens, of 5 with `bark` and `##s`, of 12 with `bark`, `##ing` and an unknown comma.
    #expect(snapshot.counts.tokensScanned == 6 * (5 + 5 + 12) && snapshot.counts.unknownTokens == 6)
    #expect(names.firstIndex(of: "##ing").map { snapshot.tokens.frequency[$0] } == 6)
    #expect(snapshot.counts.untaggedTokens == 0)
  }

  /// Documents longer than the window: every token counts once, whatever is read again for context, and the
  /// snapshot says how it was read.
  @Test func windowsOverlapWithoutCountingTwice() throws {
    let folder = try prepared()
    func snapshot(_ name: String, _ more: [String]) throws -> Snapshot {
      let run = try CommandRun(
        list: [
          "collect", "--checkpoint", TinyTransformer.folder("gpt2"), "--tokenizer", folder.file("words"),
          "--corpus",
          folder.file("text.txt"), "--stage", "tiny", "--output", folder.file(name),
        ] + more)
      #expect(run.status == 0, "\(run.errors)")
      return try Snapshot(path: folder.file(name))
    }
    let whole = try snapshot("whole", [])
    let apart = try snapshot("apart", ["--window", "8", "--overlap", "0"])
    let usual = try snapshot("usual", ["--window", "8"])
    for other in [apart, usual] {
      #expect(other.counts == whole.counts)
      #expect(
        (0..<other.tokens.featureCount).map { other.tokens.frequency[$0] }
          == (0..<whole.tokens.featureCount).map { whole.tokens.frequency[$0] })
    }
    #expect((whole.origin.notes["window"], whole.origin.notes["overlap"]) == ("512", "128"))
    #expect((usual.origin.notes["window"], usual.origin.notes["overlap"]) == ("8", "2"))
    // What stands before the ninth piece of the longest documents reaches it only where it is read again.
    #expect(try content(folder, "apart") != content(folder, "usual"))
    let wrong = try CommandRun(
      list: [
        "collect", "--checkpoint", TinyTransformer.folder("gpt2"), "--tokenizer", folder.file("words"),
        "--corpus",
        folder.file("text.txt"), "--stage", "tiny", "--output", folder.file("x"), "--window", "8",
        "--overlap",
        "8",
      ])
    #expect(wrong.status == 64 && wrong.errors.contains("an overlap of 8"), "\(wrong.errors)")
  }

  @Test func whatDoesNotFitIsSaid() throws {
    let folder = try prepared()
    let many = (0..<70).map { "word\($0)" }.joined(separator: "\n")
    try folder.write("many/vocab.txt", "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\n\(many)\n")
    try folder.write("last.txt", "word69\n")
    let collect = [
      "collect", "--corpus", folder.file("last.txt"), "--stage", "x", "--output", folder.file("x"),
    ]
    let beyond = try CommandRun(
      list: collect + ["--checkpoint", TinyTransformer.folder("bert"), "--tokenizer", folder.file("many")])
    #expect(beyond.status == 65 && beyond.errors.contains("the tokenizer makes token 74"), "\(beyond.errors)")
    let without = try CommandRun(list: collect + ["--checkpoint", TinyTransformer.folder("bert")])
    #expect(without.status == 66 && without.errors.contains("no tokenizer"), "\(without.errors)")
    let nowhere = try CommandRun(list: collect + ["--checkpoint", folder.file("words")])
    #expect(nowhere.status == 66 && nowhere.errors.contains("not a model's folder"), "\(nowhere.errors)")
    let pattern = ["--tokenizer", folder.file("words"), "--sites", "blocks.9.*"]
    let site = try CommandRun(list: collect + ["--checkpoint", TinyTransformer.folder("bert")] + pattern)
    #expect(site.status != 0 && site.errors.contains("blocks.9.*"), "\(site.errors)")
    #expect(!FileManager.default.fileExists(atPath: folder.file("x")))
  }
}
