import ArgumentParser
import Foundation
import Testing

@testable import txray

/// Results reach standard output or the command says that they didn't.
@Suite struct OutputTests {
  /// What a command prints results for, by its name; nil for one that prints none.
  private static func arguments(_ run: TemporaryFolder) -> [String: [[String]]?] {
    let (before, after) = (
      run.file("snapshots/zero-shot.safetensors"), run.file("snapshots/finetune.safetensors")
    )
    let model = ["--checkpoint", run.file("checkpoints/pretrain.safetensors")]
    let words = ["--vocabulary", run.file("checkpoints/vocabulary.txt")]
    let text = run.file("corpora/facts.txt")
    let theme = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../themes/deuteranopia.toml").standardizedFileURL.path
    let transformer = ["--checkpoint", TinyTransformer.folder("gpt2")]
    func formats(_ arguments: [String], _ names: [String] = ["table", "json", "tsv"]) -> [[String]] {
      names.map { arguments + ["--format", $0] }
    }
    return [
      "run": nil, "new": nil, "pretrain": nil, "finetune": nil, "collect": nil, "merge": nil,
      "import tsv": nil,
      "cluster": nil, "cluster-task": nil, "cluster-merge": nil, "collect-recording": nil,
      "collect-transformer": nil, "export mask": nil,
      "compare": formats(["compare", before, after]),
      "report": formats(
        ["report", run.path, "--permutations", "19", "--resamples", "100"], ["text", "json", "html"]),
      "show": formats(["show", before]) + formats(["show", before, "--neuron", "lstm.0:3"])
        + formats(["show", before, "--token", "film"]),
      "prune": formats(["prune", run.path, "--neurons", "0-3", "--controls", "1", "--resamples", "5"])
        + formats(["prune", run.path, "--curve", "least-mass", "--controls", "1"]),
      "export tokens": formats(["export", "tokens", run.path]),
      "export table": formats(["export", "table", run.path]),
      "inspect": formats(["inspect", before])
        + formats(["inspect", run.file("checkpoints/pretrain.safetensors")])
        + formats(["inspect", transformer[1]]),
      "activations": formats(["activations"] + model + words + ["--text", text]),
      "evaluate": formats(["evaluate"] + model + words + ["--corpus", text]),
      "activations-transformer": formats(["activations"] + transformer + ["--ids", run.file("ids.txt")]),
      "evaluate-transformer": formats(["evaluate"] + transformer + ["--ids", run.file("ids.txt")]),
      "tag": [["tag", text]] + formats(["tag", "--evaluate", run.file("treebank.conllu")]),
      "tokenize": formats(["tokenize", "--tokenizer", run.file("tokenizer"), "--text", text]),
      "recorder": [["recorder"]],
      "explore": [["explore", "--print-config"]],
      "themes": [["themes"], ["themes", theme]],
      "": [["--help"], ["--version"], ["--generate-completion-script", "bash"]],
    ]
  }

  private func prepared() throws -> TemporaryFolder {
    let run = try SmallRun.make()
    try run.write("treebank.conllu", CommandRun("tag", "-", input: "A dog barks.\n").output)
    try run.write("ids.txt", "1 2 3\n4\n")
    try run.write("tokenizer/vocab.txt", "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\nthe\nfilm\n")
    return run
  }

  @Test func aFullDiskIsSaidByEveryCommand() throws {
    let run = try prepared()
    let table = Self.arguments(run)
    for name in CommandTree.leaves.map(\.name) + [""] {
      guard let commands = table[name] else {
        Issue.record("\(name): say here what it prints")
        continue
      }
      for arguments in commands ?? [] {
        #expect(try CommandRun(list: arguments).status == 0, "\(arguments)")
        let full = try CommandRun(list: arguments, output: "/dev/full")
        #expect(full.status == 74, "\(name) \(arguments): \(full.status) \(full.errors)")
        #expect(
          full.errors.hasSuffix("txray: standard output: can't write it: No space left on device\n")
            && full.endsInOneLine,
          "\(name) \(arguments)")
      }
    }
  }

  @Test func aReaderThatGoesAwayEndsItQuietly() throws {
    let run = try prepared()
    let program = CommandRun.executable
    for command in ["export tokens '\(run.path)'", "tag '\(run.file("corpora/facts.txt"))'"] {
      let ended = try CommandRun(
        list: ["-c", "'\(program)' \(command) | true; echo ${PIPESTATUS[0]}"], program: "/bin/bash")
      #expect(ended.output == "141\n" && ended.errors.isEmpty, "\(ended.output)\(ended.errors)")
    }
  }

  @Test func aClosedOutputIsNeverMistakenForAFile() throws {
    let run = try prepared()
    let snapshot = run.file("snapshots/zero-shot.safetensors")
    let before = try Data(contentsOf: URL(fileURLWithPath: snapshot))
    let closed = try CommandRun(
      list: ["-c", "'\(CommandRun.executable)' show '\(snapshot)' >&-"], program: "/bin/bash")
    #expect(closed.status == 74 && closed.saysOneLine, "\(closed.errors)")
    #expect(try Data(contentsOf: URL(fileURLWithPath: snapshot)) == before)
  }

  @Test func nobodyListeningIsNoReasonToStop() throws {
    let run = try prepared()
    let deaf = try CommandRun(
      list: ["-c", "'\(CommandRun.executable)' run '\(run.path)' 2>/dev/full"], program: "/bin/bash")
    #expect(deaf.status == 0)
  }

  @Test func numbersThatJSONLacksAreNull() throws {
    struct Record: Encodable {
      let a, b, c: Double
      let d: Float
      let e: String
    }
    let record = Record(a: .nan, b: .infinity, c: 0.5, d: -.infinity, e: "nan")
    #expect(try JSONText(record).text == #"{"a":null,"b":null,"c":0.5,"d":null,"e":"nan"}"#)
    #expect(JSONText.number(.nan) == "null" && JSONText.number(nil) == "null" && JSONText.number(2) == "2.0")
  }

  @Test func filesAreWrittenWholeOrNotAtAll() throws {
    let folder = try TemporaryFolder()
    struct Stop: Error {}
    #expect(throws: Stop.self) {
      try Output.write(to: folder.file("a")) { out in
        try out.line("half")
        throw Stop()
      }
    }
    #expect(folder.files.isEmpty)
    try Output.write(to: folder.file("a")) { try $0.row(["a\tb", "c\nd", "e\rf"]) }
    #expect(try String(contentsOfFile: folder.file("a"), encoding: .utf8) == "a^Ib\tc^Jd\te^Mf\n")
  }

  /// Everything goes through one place, where text is made safe and failures are noticed.
  @Test func nothingElseWritesToTheStandardStreams() throws {
    let sources = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../Sources/txray").standardizedFileURL
    let door =
      #/
      \b(print|debugPrint|fputs|puts|putchar|fwrite|printf|vprintf|dprintf|write)\(
      | \b(stdout|stderr|FileHandle|STDOUT_FILENO|STDERR_FILENO|StandardStream)\b
      /#
    let files = FileManager.default.enumerator(at: sources, includingPropertiesForKeys: nil)
    var seen = 0
    for case let file as URL in files ?? FileManager.DirectoryEnumerator()
    where file.pathExtension == "swift" {
      seen += 1
      guard !["StandardStream.swift", "Output.swift", "MessageStream.swift"].contains(file.lastPathComponent)
      else { continue }
      for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n") {
        guard let match = line.firstMatch(of: door) else { continue }
        let isAllowed =
          line.contains("Output.write(") || line.contains(".write(to") || line.contains("func write(")
          || line.contains("StandardStream.prepare()") || line.contains("options.write(")
          || line.contains(").write(report)") || line.contains(").write(curve)")
          || line.contains("AtomicFile.write(") || line.contains("export.write(")
          || line.contains("PruningExport.write(") || line.contains("func snprintf")
        #expect(isAllowed, "\(file.lastPathComponent): \(match.0) in \(line)")
      }
    }
    #expect(seen > 40)
  }
}
