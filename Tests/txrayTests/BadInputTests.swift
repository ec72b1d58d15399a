import Foundation
import Prerequisites
import Testing

/// Bad input ends in one line that names the file, and the documented exit code; nothing half-written stays.
@Suite struct BadInputTests {
  func expect(
    _ run: CommandRun, _ status: Int32, _ words: String..., at location: SourceLocation = #_sourceLocation
  ) {
    #expect(run.status == status, "\(run.errors)", sourceLocation: location)
    #expect(run.saysOneLine, "\(run.errors)", sourceLocation: location)
    #expect(run.output.isEmpty, sourceLocation: location)
    for word in words {
      #expect(run.errors.contains(word), "\(word) in: \(run.errors)", sourceLocation: location)
    }
  }

  @Test func missingFiles() throws {
    let run = try SmallRun.make()
    let vocabulary = run.file("checkpoints/vocabulary.txt")
    let checkpoint = run.file("checkpoints/pretrain.safetensors")
    expect(try CommandRun("run", run.file("nowhere")), 66, "run.toml")
    expect(try CommandRun("inspect", run.file("none.safetensors")), 66, "none.safetensors")
    expect(try CommandRun("show", run.file("none.safetensors")), 66, "none.safetensors")
    expect(
      try CommandRun(
        "evaluate", "--checkpoint", run.file("none"), "--vocabulary", vocabulary, "--corpus",
        run.file("corpora/facts.txt")), 66, "none")
    expect(
      try CommandRun(
        "evaluate", "--checkpoint", checkpoint, "--vocabulary", run.file("none"), "--corpus",
        run.file("corpora/facts.txt")), 66, "none")
    expect(
      try CommandRun(
        "evaluate", "--checkpoint", checkpoint, "--vocabulary", vocabulary, "--corpus", run.file("none")), 66,
      "none")
  }

  @Test(arguments: ["checkpoints/pretrain.safetensors", "snapshots/zero-shot.safetensors"])
  func truncatedFiles(name: String) throws {
    let run = try SmallRun.make()
    let whole = try Data(contentsOf: URL(fileURLWithPath: run.file(name)))
    for length in [0, 5, 8, 40, whole.count / 2, whole.count - 1] {
      try run.write("cut", whole.prefix(length))
      for command in ["inspect", "show"] {
        expect(try CommandRun(command, run.file("cut")), 65, "cut")
      }
    }
  }

  @Test func wrongFormatAndVersion() throws {
    let run = try SmallRun.make()
    expect(
      try CommandRun("show", run.file("checkpoints/pretrain.safetensors")), 65, "not a snapshot", "collect")
    let snapshot = run.file("snapshots/zero-shot.safetensors")
    expect(
      try CommandRun("activations", "--checkpoint", snapshot, "--ids", "/dev/null"), 65, "not a checkpoint")
    let bytes = try Data(contentsOf: URL(fileURLWithPath: snapshot))
    let text = String(decoding: bytes, as: UTF8.self)
    #expect(text.contains("\"version\":\"1\""))
    let range = try #require(bytes.range(of: Data("\"version\":\"1\"".utf8)))
    var changed = bytes
    changed.replaceSubrange(range, with: Data("\"version\":\"9\"".utf8))
    try run.write("new", changed)
    expect(try CommandRun("show", run.file("new")), 65, "version 9", "update")
  }

  @Test func vocabularyOfAnotherSize() throws {
    let run = try SmallRun.make()
    try run.write("other.txt", "<unk>\n<eos>\nthe\n")
    expect(
      try CommandRun(
        "evaluate", "--checkpoint", run.file("checkpoints/pretrain.safetensors"), "--vocabulary",
        run.file("other.txt"), "--corpus", run.file("corpora/facts.txt")), 65, "other.txt", "3 tokens", "rows"
    )
  }

  @Test func unusableTexts() throws {
    let run = try TemporaryFolder()
    try SmallRun.describe(in: run)
    try run.write("corpora/facts.txt", "")
    expect(try CommandRun("run", run.path), 65, "facts.txt", "no words")
    try run.write("corpora/facts.txt", Data("good text\nand caf".utf8) + Data([0xE9, 0x20, 0x0A]))
    expect(try CommandRun("run", run.path), 65, "facts.txt:2", "UTF-8")
    #expect(run.files.filter { $0.hasPrefix("checkpoints/") }.isEmpty, "\(run.files)")
  }

  @Test func mistakesInRunToml() throws {
    let run = try TemporaryFolder()
    try SmallRun.describe(in: run)
    let settings = SmallRun.settings
    try run.write("run.toml", settings.replacingOccurrences(of: "bptt", with: "bbtt"))
    expect(try CommandRun("run", run.path), 65, "run.toml:19", "pretrain.bbtt", "did you mean \"bptt\"")
    try run.write("run.toml", settings.replacingOccurrences(of: "hidden = 12", with: "hidden = \"12\""))
    expect(try CommandRun("run", run.path), 65, "run.toml:12", "an integer")
    try run.write("run.toml", settings + "[broken\n")
    expect(try CommandRun("run", run.path), 65, "run.toml", "not TOML")
    #expect(run.files == ["corpora/facts.txt", "corpora/reviews.tsv", "run.toml"])
  }

  @Test func unwritableFolder() throws {
    let run = try SmallRun.make()
    let arguments = [
      "collect", "--checkpoint", run.file("checkpoints/pretrain.safetensors"), "--vocabulary",
      run.file("checkpoints/vocabulary.txt"), "--corpus", run.file("corpora/facts.txt"), "--stage", "x",
      "--output",
    ]
    let place = try UnwritablePlace()
    let path = place.file("snapshot.safetensors")
    let outcome = try withExtendedLifetime(place) { try CommandRun(list: arguments + [path]) }
    #expect(outcome.status == 74)
    #expect(outcome.errors.contains(path))
    #expect(outcome.errors.split(separator: "\n").count == 1)
  }

  @Test func fullDisk() throws {
    let run = try SmallRun.make()
    let disk = try TemporaryFolder()
    let mounted = try CommandRun(
      list: ["mount", "-t", "tmpfs", "-o", "size=16k", "none", disk.path], program: "/usr/bin/env")
    guard mounted.status == 0 else {
      try Prerequisite.missing("a small file system can't be mounted here (needs root)")
    }
    defer { _ = try? CommandRun(list: ["umount", disk.path], program: "/usr/bin/env") }
    let outcome = try CommandRun(
      "collect", "--checkpoint", run.file("checkpoints/pretrain.safetensors"), "--vocabulary",
      run.file("checkpoints/vocabulary.txt"), "--corpus", run.file("corpora/facts.txt"), "--stage", "x",
      "--output", disk.file("snapshot.safetensors"))
    #expect(outcome.status == 74, "\(outcome.errors)")
    #expect(outcome.errors.contains("No space left"))
    #expect(disk.files.isEmpty, "nothing half-written: \(disk.files)")
  }

  @Test func theExplorerSaysWhatItNeeds() throws {
    let run = try SmallRun.make()
    expect(try CommandRun("explore", run.path), 64, "terminal", "--script")
    try FileManager.default.removeItem(atPath: run.file("snapshots/firings"))
    let snapshot = run.file("snapshots/zero-shot.safetensors")
    let whole = try Data(contentsOf: URL(fileURLWithPath: snapshot))
    try run.write("snapshots/zero-shot.safetensors", whole.prefix(whole.count / 2))
    try run.write("keys", ":size 80x24\nj\n")
    expect(
      try CommandRun("explore", run.path, "--script", run.file("keys")), 65, "zero-shot.safetensors",
      "cut off")
  }

  @Test func wrongUsage() throws {
    #expect(try CommandRun("evaluate").status == 64)
    #expect(try CommandRun("nonsense", "--flag").status == 64)
    #expect(try CommandRun("activations", "--checkpoint", "x", "--ids", "a", "--text", "b").status == 64)
    let help = try CommandRun("--help")
    #expect(help.status == 0 && help.output.contains("65 bad input data"))
  }

  @Test func tokenIDsOutsideOfTheModel() throws {
    let run = try SmallRun.make()
    let checkpoint = run.file("checkpoints/pretrain.safetensors")
    try run.write("ids", "0 1\n2 99\n")
    expect(
      try CommandRun("activations", "--checkpoint", checkpoint, "--ids", run.file("ids")), 65, "ids:2", "99")
    try run.write("ids", "0 one\n")
    expect(
      try CommandRun("activations", "--checkpoint", checkpoint, "--ids", run.file("ids")), 65, "ids:1", "one")
  }
}
