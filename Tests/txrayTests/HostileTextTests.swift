import Foundation
import SyntheticRuns
import Testing

@testable import txray

/// Tokens, names and paths that would steer a terminal come out of every command as text.
@Suite struct HostileTextTests {
  /// Escape sequences, C1 controls, bidirectional overrides, carriage return, DEL, a formula.
  private static let hostile = "=x\u{1B}[31m\u{1B}]0;PWN\u{7}\u{9B}1m\u{202E}\r\u{7F}\u{2028}<script>"

  /// Snapshots with such texts in every field, made by another program.
  private static func file(_ name: String) -> String {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Hostile/\(name)").path
  }

  private func expectHarmless(_ run: CommandRun, _ what: [String], format: String = "") {
    for text in [run.output, run.errors] {
      for scalar in text.unicodeScalars {
        let isLayout = scalar == "\n" || scalar == "\t" && format != "json"
        let steers =
          switch scalar.properties.generalCategory {
          case .control, .lineSeparator, .paragraphSeparator: true
          default: scalar.properties.isBidiControl
          }
        #expect(
          isLayout || !steers, "U+\(String(scalar.value, radix: 16)) from \(what)\n\(text.debugDescription)")
      }
    }
  }

  private func check(_ arguments: [String], formats: [String] = ["table", "tsv", "json"], status: Int32 = 0)
    throws
  {
    for format in formats {
      let all = arguments + (format.isEmpty ? [] : ["--format", format])
      let run = try CommandRun(list: all)
      #expect(run.status == status, "\(all): \(run.errors)")
      #expect([0, 64].contains(status) || run.saysOneLine, "\(run.errors)")
      expectHarmless(run, all, format: format)
      if format == "json", status == 0 {
        _ = try JSONSerialization.jsonObject(with: Data(run.output.utf8), options: .fragmentsAllowed)
      }
      if format == "tsv" {
        let counts = Set(
          run.output.split(separator: "\n").map {
            $0.split(separator: "\t", omittingEmptySubsequences: false).count
          })
        #expect(counts.count == 1, "every row has as many cells: \(run.output.debugDescription)")
      }
    }
  }

  @Test func snapshotsByAnotherProgram() throws {
    let (first, second) = (Self.file("esc1.safetensors"), Self.file("esc2.safetensors"))
    try check(["show", first])
    try check(["compare", first, second])
    try check(["compare", first, second, "--feature", "pos"])
    try check(["inspect", first])
    try check(["export", "tokens", first, second])
    try check(["export", "table", first, second])
    try check(["inspect", Self.file("error.safetensors")], formats: [""], status: 65)
  }

  /// A run whose stages, tokens, tags and file names are all hostile.
  private func run() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    let run = folder.file("run\u{1B}[31m")
    try SyntheticRun.write(
      to: run, hasTags: true, words: [Self.hostile, "\r", "+1", "-x", "@home"] + SyntheticRun.words)
    return folder
  }

  @Test func runsOfOurOwn() throws {
    let folder = try run()
    let path = folder.file("run\u{1B}[31m")
    let first = path + "/snapshots/pretrain.safetensors"
    try check(["show", first])
    try check(["show", first, "--token", Self.hostile])
    for row in [0, 3, 5] { try check(["show", first, "--neuron", "lstm.0:\(row)"]) }
    try check(["export", "tokens", path])
    try check(["export", "table", path])
    try check(
      ["report", path, "--permutations", "19", "--resamples", "100"], formats: ["text", "html", "json"])
    try check(["merge", first, "--output", folder.file("m\u{1B}[31m")], formats: [""])
    // Errors name what was asked for.
    try check(["show", first, "--token", "no\u{1B}]0;PWN\u{7}"], formats: [""], status: 66)
    try check(["show", path + "/none\r\u{202E}"], formats: [""], status: 66)
    try check(["prune", path, "--neurons", "lstm\u{9B}31m.0:1"], formats: [""], status: 65)
    try check(["explore", folder.file("none\u{1B}[31m")], formats: [""], status: 66)
    let tokenizer = folder.file("none\r\u{202E}")
    try check(["tokenize", "--tokenizer", tokenizer, "--text", "-"], formats: [""], status: 66)
    try check(["themes", "none\u{1B}[31m"], formats: [""], status: 66)
    let usage = try CommandRun("show", first, "--\u{1B}[31m")
    #expect(usage.status == 64)
    expectHarmless(usage, ["usage"])
  }

  @Test func runsThatAreTrained() throws {
    let run = try TemporaryFolder()
    try SmallRun.describe(in: run)
    let corpus = "facts\u{1B}[31m\u{202E}"
    let settings = SmallRun.settings.replacing("name = \"zero-shot\"", with: #"name = "zero\u001b[31m""#)
    try run.write("run.toml", settings)
    try run.write("corpora/facts.txt", String(repeating: "the film \(Self.hostile) is old .\n\n", count: 60))
    let made = try CommandRun("run", run.path)
    expectHarmless(made, ["run"])
    let plain = try CommandRun(
      "evaluate", "--checkpoint", run.file("checkpoints/pretrain.safetensors"), "--vocabulary",
      run.file("checkpoints/vocabulary.txt"), "--corpus", run.file(corpus))
    #expect(plain.status == 66)
    expectHarmless(plain, ["evaluate"])
    let model = ["--checkpoint", run.file("checkpoints/pretrain.safetensors")]
    let words = ["--vocabulary", run.file("checkpoints/vocabulary.txt")]
    let text = run.file("corpora/facts.txt")
    try check(["activations"] + model + words + ["--text", text])
    try check(["evaluate"] + model + words + ["--corpus", text])
    let collected = try CommandRun(
      list: ["collect"] + model + words + [
        "--corpus", text, "--stage", Self.hostile, "--output", run.file("s\u{1B}[1m"),
      ])
    #expect(collected.status == 0, "\(collected.errors)")
    expectHarmless(collected, ["collect"])
    try check(["show", run.file("s\u{1B}[1m")])
    try check(["inspect", run.file("s\u{1B}[1m")])
    try run.write("table.tsv", "inputs\tmax_activations\tmax_activation_index\nfilm\t0.5\t\(Self.hostile)\n")
    try check(
      ["import", "tsv", run.file("table.tsv"), "--stage", "s", "--output", run.file("t")], formats: [""],
      status: 65)
    try check(["tag", text], formats: [""])
  }

  @Test func prunedRuns() throws {
    let run = try SmallRun.make()
    let name = "x\u{1B}[31m\u{202E}"
    try run.write(
      "run.toml",
      SmallRun.settings.replacing("[corpora.facts]", with: #"[corpora."facts\u001b[31m\u202e"]"#)
        .replacing("= \"facts\"", with: #"= "facts\u001b[31m\u202e""#))
    try check(
      ["prune", run.path, "--neurons", "1", "--controls", "1", "--list", name], formats: [""], status: 64)
    try check(["prune", run.path, "--list", name], formats: [""], status: 66)
    try check(["prune", run.path, "--neurons", "1-3", "--controls", "1", "--resamples", "5"])
    try check(["prune", run.path, "--curve", "least-mass", "--controls", "1"])
    try check(
      ["prune", run.path, "--neurons", "1", "--export", "baked", "--output", run.file(name)], formats: [""])
  }

  @Test func textsStayWhatTheyAreForPrograms() throws {
    let folder = try TemporaryFolder()
    // Joiners, soft hyphens and marks belong to words; programs get them as they are.
    let words = ["👩‍👩‍👧‍👦", "soft\u{AD}hyphen", "e\u{301}tude", "zero\u{200B}width", "מילה", "\u{301}"]
    try SyntheticRun.write(to: folder.path, words: words + SyntheticRun.words)
    let tsv = try CommandRun("export", "tokens", folder.path, "--top", "1000")
    let json = try CommandRun("export", "tokens", folder.path, "--top", "1000", "--format", "json")
    struct Row: Decodable { let token: String }
    let tokens = try JSONDecoder().decode([Row].self, from: Data(json.output.utf8)).map(\.token)
    for word in words {
      #expect(tsv.output.unicodeScalars.contains("\t\(word)\t".unicodeScalars), "\(word)")
      #expect(tokens.contains { Array($0.unicodeScalars) == Array(word.unicodeScalars) }, "\(word)")
    }
  }

  @Test func cellsThatASpreadsheetWouldComputeCanBeQuoted() throws {
    let folder = try run()
    let path = folder.file("run\u{1B}[31m")
    let plain = try CommandRun("export", "tokens", path, "--top", "1000")
    let quoted = try CommandRun("export", "tokens", path, "--top", "1000", "--quote-cells")
    #expect(plain.output.contains("\t=x^[[31m") && quoted.output.contains("\t'=x^[[31m"))
    for word in ["-x", "@home"] { #expect(quoted.output.contains("\t'\(word)\t")) }
    // Numbers stay numbers, signs and all.
    #expect(quoted.output.contains("\t+1\t"))
    let table = try CommandRun("export", "table", path, "--quote-cells")
    #expect(table.output.contains("\t-0.") && !table.output.contains("'"))
  }
}
