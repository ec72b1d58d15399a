import Foundation
import SyntheticRuns
import Testing

/// Files that were made to break the program end in one line and the documented exit code, at once.
@Suite struct HostileFileTests {
  /// Seconds of a processor: more than any of these takes without optimisation, fewer than a hang.
  private static let patience = 30

  private static func file(_ name: String) -> String {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Hostile/\(name)").path
  }

  private func expect(
    _ status: Int32, _ words: String..., from arguments: [String], at place: SourceLocation = #_sourceLocation
  ) throws {
    let limited = ["-c", "ulimit -t \(Self.patience); exec \"$0\" \"$@\"", CommandRun.executable]
    let run = try CommandRun(list: limited + arguments, program: "/bin/bash")
    #expect(run.status == status, "\(arguments): \(run.errors)", sourceLocation: place)
    #expect(status == 0 || run.endsInOneLine, "\(arguments): \(run.errors)", sourceLocation: place)
    for word in words {
      #expect(run.errors.contains(word), "\(word) in \(run.errors)", sourceLocation: place)
    }
  }

  /// Two bytes on which an assertion of the parser used before ended the program.
  @Test func aRunDescriptionOfTwoBytes() throws {
    let folder = try TemporaryFolder()
    try folder.write("keys", "j\n")
    let run = Self.file("toml-abort/run")
    for command in [
      ["run", run], ["explore", run, "--script", folder.file("keys")], ["report", run],
      ["prune", run, "--neurons", "1"], ["export", "table", run],
    ] {
      try expect(65, "run.toml:1:2", "not TOML", from: command)
    }
  }

  /// A count of 2^40, for each of which a number was drawn.
  @Test func countsBeyondTheTokensRead() throws {
    let (a, b) = (Self.file("count-2e40-hang/a.safetensors"), Self.file("count-2e40-hang/b.safetensors"))
    try expect(65, "b.safetensors", "token.count", from: ["compare", b, b, "--permutations", "19"])
    try expect(65, from: ["compare", a, b, "--permutations", "19"])
    try expect(65, from: ["merge", b, "--output", "/dev/null"])
    try expect(65, from: ["show", b, "--neuron", "lstm.0:0"])
  }

  /// Two frequencies of 2^64 - 1, whose sum is no Int.
  @Test func frequenciesThatOverflow() throws {
    let snapshot = Self.file("tag-frequency-overflow/snapshot.safetensors")
    let folder = try TemporaryFolder()
    try folder.write("keys", ":size 80x24\nP\n")
    try expect(65, "tag.frequency", from: ["show", snapshot])
    try expect(65, "tag.frequency", from: ["explore", snapshot, "--script", folder.file("keys")])
    try expect(65, "tag.frequency", from: ["compare", snapshot, snapshot, "--feature", "pos"])
  }

  /// Losses of 1e308 and -1e308, whose difference is infinite.
  @Test func lossesThatCannotBePlotted() throws {
    let run = Self.file("curves-nan-crash/run")
    try expect(0, from: ["explore", run, "--script", Self.file("curves-nan-crash/cmin.script")])
    let folder = try TemporaryFolder()
    try folder.write("keys", ":size 80x24\nC\n:save-display \(folder.file("screen"))\n")
    try expect(0, from: ["explore", run, "--script", folder.file("keys")])
    #expect(
      try String(contentsOfFile: folder.file("screen"), encoding: .utf8).split(separator: "\n").count > 20)
  }

  private func sparse(_ path: String, bytes: Int) throws {
    let file = try #require(fopen(path, "w"))
    defer { fclose(file) }
    #expect(ftruncate(fileno(file), bytes) == 0)
  }

  @Test func filesWithoutAnEnd() throws {
    let run = try SmallRun.make()
    try run.write("keys", ":size 80x24\nj\n")
    try run.write("marks.jsonl", "")
    let open = ["explore", run.path, "--script", run.file("keys")]
    for (name, command) in [
      ("run.toml", open), ("snapshots/pretrain.safetensors", open),
      ("marks.jsonl", ["prune", run.path, "--marked"]),
      ("run.toml", ["run", run.path]), ("corpora/facts.txt", ["run", run.path]),
      ("checkpoints/vocabulary.txt", ["run", run.path]),
      ("checkpoints/pretrain.safetensors", ["run", run.path]),
      ("checkpoints/pretrain.safetensors", ["inspect", run.file("checkpoints/pretrain.safetensors")]),
    ] {
      let whole = try Data(contentsOf: URL(fileURLWithPath: run.file(name)))
      try sparse(run.file(name), bytes: 1 << 40)
      try expect(65, String(name.split(separator: "/").last ?? ""), from: command)
      try run.write(name, whole)
    }
  }

  @Test func gzipBombs() throws {
    let run = try SmallRun.make()
    let made = try CommandRun(
      list: [
        "-c",
        "yes \"$(head -c 60000 /dev/zero | tr '\\0' a)\" | head -c 90000000 | gzip > \(run.file("corpora/facts.txt"))",
      ],
      program: "/bin/sh")
    #expect(made.status == 0)
    try expect(65, "facts.txt", "200 times its size", from: ["run", run.path])
  }

  @Test func metricsAndMarksBeyondTheLimit() throws {
    let run = try SmallRun.make()
    try run.write("keys", ":size 80x24\nC\n")
    let line = "{\"checkpoint\":\"p\",\"epoch\":1,\"loss\":2}\n"
    let large = Data(String(repeating: line, count: (65 << 20) / line.utf8.count).utf8)
    try run.write("marks.jsonl", large)
    try expect(65, "marks.jsonl", "larger than", from: ["prune", run.path, "--marked"])
    try run.write("marks.jsonl", "")
    try run.write("metrics.jsonl", large)
    try expect(65, "metrics.jsonl", "larger than", from: ["report", run.path])
  }

  /// A file that may be only so large is an error to name, not a signal to die of.
  @Test func outputsBeyondTheAllowedSize() throws {
    let run = try SmallRun.make()
    let snapshot = run.file("snapshots/pretrain.safetensors")
    let limited = try CommandRun(
      list: [
        "-c", "ulimit -f 4; exec \"$0\" merge \"$1\" --output \"$2\"", CommandRun.executable, snapshot,
        run.file("merged"),
      ],
      program: "/bin/bash")
    #expect(
      limited.status == 74 && limited.errors.contains("too large"), "\(limited.status) \(limited.errors)")
    #expect(!run.files.contains { $0.hasPrefix("merged") })
  }
}

extension TerminalTests {
  /// Mapped files that another program shortens.
  @Suite struct ShortenedFileTests {
    @Test func theExplorerNamesTheFileAndLeavesASaneTerminal() throws {
      let folder = try SyntheticRun.copy()
      defer { try? FileManager.default.removeItem(atPath: folder) }
      let session = try PseudoTerminalSession(PseudoTerminalSession.txray, ["explore", folder])
      try #require(session.wait(for: "1/24"))
      session.settle()
      for label in SyntheticRun.labels {
        #expect(truncate("\(folder)/snapshots/\(label).safetensors", 0) == 0)
      }
      session.send("jjjj")
      #expect(session.waitForEnd() == .exited(74))
      #expect(session.isSane)
      #expect(String(decoding: session.received, as: UTF8.self).contains("shortened while it was read"))
    }
  }
}
