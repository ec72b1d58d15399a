import Foundation
import NeuronPreferences
import Testing

/// A run whose stages are tiny random transformers: own text, pruning, exports and logits by the commands.
@Suite struct TransformerRunTests {
  /// A collected run of two stages, and a third that was only recorded.
  private func prepared(_ model: String = "gpt2") throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try TinyTransformer.writeWords(into: folder, text: "corpora/text.txt")
    try folder.write(
      "run.toml",
      """
      [corpora.text]
      path = "corpora/text.txt"
      [tags]
      tagger = "none"
      [models.base]
      path = "\(TinyTransformer.folder(model))"
      tokenizer = "words"
      [models.away]
      path = "away"
      tokenizer = "words"
      [[stages]]
      name = "early"
      model = "base"
      corpus = "text"
      tokens = 40
      [[stages]]
      name = "late"
      model = "base"
      corpus = "text"
      """)
    let run = try CommandRun("run", folder.path)
    #expect(run.status == 0, "\(run.errors)")
    return folder
  }

  private func screen(_ folder: TemporaryFolder, _ script: String) throws -> CommandRun {
    try folder.write("script", script)
    return try CommandRun(
      list: ["explore", folder.path, "--script", folder.file("script")],
      environment: ["XDG_STATE_HOME": folder.file("state"), "XDG_CONFIG_HOME": folder.file("config")])
  }

  @Test func ownTextIsShownPieceByPiece() throws {
    let folder = try prepared()
    let shown = try screen(folder, ":text the dog barks xyz\n:save-display /dev/stdout\n")
    #expect(shown.status == 0, "\(shown.errors)")
    let lines = shown.output.split(separator: "\n").map(String.init)
    #expect(lines.contains { $0.contains("5 pieces") }, "\(shown.output)")
    for piece in ["the ", "dog ", "bark ", "##s ", "(xyz) "] {
      #expect(lines.contains { $0.hasPrefix(piece) }, "\(piece)\n\(shown.output)")
    }
  }

  @Test func pruningIsScoredInTheCommandAndTheExplorer() throws {
    let folder = try prepared()
    func prune(_ arguments: String...) throws -> CommandRun {
      try CommandRun(list: ["prune", folder.path, "--controls", "2", "--resamples", "20"] + arguments)
    }
    let neurons = try prune("--neurons", "blocks.0.mlp.hook_post:0-9", "--format", "json")
    #expect(neurons.status == 0, "\(neurons.errors)")
    #expect(neurons.output.contains("\"mode\":\"zero\"") && neurons.output.contains("perplexity"))
    let heads = try prune("--heads", "0.1,1.3", "--mode", "mean")
    #expect(
      heads.status == 0 && heads.output.contains("16 of 64 neurons pruned"), "\(heads.errors)\(heads.output)")
    let unfit = try prune("--neurons", "blocks.0.mlp.hook_post:0", "--mode", "structural")
    #expect(unfit.status == 64 && unfit.saysOneLine && unfit.errors.contains("zero, mean"), "\(unfit.errors)")
    let shown = try screen(folder, "space\nX\n:save-display /dev/stdout\n")
    #expect(shown.output.contains("1 of") && shown.output.contains("zero"), "\(shown.output)\(shown.errors)")
  }

  @Test func exportsAreAFolderAndAMask() throws {
    let folder = try prepared()
    let choice = ["prune", folder.path, "--neurons", "blocks.1.mlp.hook_post:2-4"]
    let baked = try CommandRun(list: choice + ["--export", "baked", "--output", folder.file("pruned")])
    #expect(baked.status == 0, "\(baked.errors)")
    for name in ["config.json", "model.safetensors", "keep-mask.safetensors"] {
      #expect(FileManager.default.fileExists(atPath: folder.file("pruned/\(name)")), "\(name)")
    }
    let told = try CommandRun("inspect", folder.file("pruned"))
    #expect(told.status == 0 && told.output.contains("gpt2, causal"), "\(told.errors)")
    let again = try CommandRun(list: choice + ["--export", "baked", "--output", folder.file("pruned")])
    #expect(again.status == 74 && again.saysOneLine, "\(again.errors)")
    let structural = try CommandRun(list: choice + ["--export", "structural", "--output", folder.file("x")])
    #expect(structural.status == 64 && structural.saysOneLine, "\(structural.errors)")
    let mask = try CommandRun(
      list: ["export", "mask", folder.path, "--heads", "1.0", "--output", folder.file("mask")])
    #expect(mask.status == 0, "\(mask.errors)")
  }

  @Test func logitsOfANeuronAreShown() throws {
    let folder = try prepared()
    let snapshot = folder.file("snapshots/late.safetensors")
    let shown = try CommandRun(
      "show", snapshot, "--neuron", "blocks.1.mlp.hook_post:7", "--logits", "--top", "3", "--format", "json")
    struct Shown: Decodable {
      struct Entry: Decodable {
        let token: String
        let effect: Double
      }
      struct Logits: Decodable {
        let raised, lowered: [Entry]
        let norm: String
      }
      let logits: Logits
    }
    let found = try JSONDecoder().decode(Shown.self, from: Data(shown.output.utf8)).logits
    #expect(found.raised.count == 3 && found.lowered.count == 3 && found.norm == "folded")
    #expect(
      found.raised[0].effect >= found.raised[2].effect && found.lowered[0].effect <= found.lowered[2].effect)
    let table = try CommandRun("show", snapshot, "--neuron", "blocks.1.mlp.hook_post:7", "--logits")
    #expect(table.output.contains("raises") && table.output.contains("lowers"))
    let none = try CommandRun(
      "show", snapshot, "--neuron", "blocks.1.mlp.hook_post:7", "--logits", "--top", "0", "--format", "json")
    let empty = try JSONDecoder().decode(Shown.self, from: Data(none.output.utf8)).logits
    #expect(empty.raised.isEmpty && empty.lowered.isEmpty)
    #expect(try CommandRun("show", snapshot, "--logits").status == 64)
  }
}
