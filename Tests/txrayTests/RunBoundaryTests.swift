import Foundation
import Testing

/// A run of somebody else's reads and writes inside its own folder only, whatever stands at its places.
@Suite struct RunBoundaryTests {
  /// What a run holds, with a command that reads or writes it.
  static let places: [(name: String, command: [String])] = [
    ("run.toml", ["run", "RUN"]), ("corpora/facts.txt", ["run", "RUN"]),
    ("corpora/reviews.tsv", ["run", "RUN"]),
    ("checkpoints/vocabulary.txt", ["run", "RUN"]), ("checkpoints/pretrain.safetensors", ["run", "RUN"]),
    ("snapshots/zero-shot.safetensors", ["run", "RUN"]),
    ("snapshots/firings/zero-shot.safetensors", ["explore", "RUN", "--script", "KEYS"]),
    ("marks.jsonl", ["explore", "RUN", "--script", "KEYS"]), ("marks.jsonl", ["prune", "RUN", "--marked"]),
    ("metrics.jsonl", ["report", "RUN"]),
    ("checkpoints/finetune.safetensors", ["prune", "RUN", "--neurons", "1"]),
    ("reports/transfer.json", ["report", "RUN"]), ("snapshots", ["report", "RUN"]),
    ("checkpoints", ["run", "RUN"]), ("corpora", ["run", "RUN"]), ("reports", ["report", "RUN"]),
  ]

  /// A run whose file of that name is moved outside.
  private func strangersRun(_ name: String) throws -> (run: TemporaryFolder, outside: TemporaryFolder) {
    let (run, outside) = (try SmallRun.make(), try TemporaryFolder())
    try run.write("keys", ":size 80x24\nspace\n")
    try FileManager.default.createDirectory(
      atPath: run.file("reports"), withIntermediateDirectories: true)
    for file in ["marks.jsonl", "reports/transfer.json"] { try run.write(file, "") }
    try FileManager.default.moveItem(atPath: run.file(name), toPath: outside.file("target"))
    return (run, outside)
  }

  private func command(_ words: [String], on run: TemporaryFolder) throws -> CommandRun {
    try CommandRun(
      list: words.map { $0 == "RUN" ? run.path : $0 == "KEYS" ? run.file("keys") : $0 })
  }

  /// Everything below a folder, with its content.
  private func content(_ folder: TemporaryFolder) throws -> [String: Data] {
    Dictionary(
      uniqueKeysWithValues: try folder.files.map {
        ($0, try Data(contentsOf: URL(fileURLWithPath: folder.file($0))))
      })
  }

  @Test(arguments: RunBoundaryTests.places.indices)
  func linksThatLeaveTheRun(place: Int) throws {
    let (name, words) = Self.places[place]
    let (run, outside) = try strangersRun(name)
    try FileManager.default.createSymbolicLink(
      atPath: run.file(name), withDestinationPath: outside.file("target"))
    let before = try content(outside)
    let outcome = try command(words, on: run)
    #expect(try content(outside) == before, "\(name)")
    expectRefused(outcome, "leads out of", name, words)
  }

  @Test(arguments: RunBoundaryTests.places.indices.prefix(11))
  func pipesInPlaceOfFiles(place: Int) throws {
    let (name, words) = Self.places[place]
    let (run, _) = try strangersRun(name)
    #expect(mkfifo(run.file(name), 0o600) == 0)
    let outcome = try command(words, on: run)
    expectRefused(outcome, "not a regular file", name, words)
  }

  private func expectRefused(_ outcome: CommandRun, _ reason: String, _ name: String, _ words: [String]) {
    let what = "\(name), \(words): \(outcome.status) \(outcome.errors)"
    if name == "marks.jsonl", words[0] == "explore" {
      // Marks that can't be kept are told on the screen, and the run stays open.
      #expect(outcome.status == 0, "\(what)")
    } else {
      #expect(outcome.status == 65 && outcome.endsInOneLine && outcome.errors.contains(reason), "\(what)")
    }
  }

  /// A run that trains appends its metrics and saves where it stands.
  @Test(arguments: ["metrics.jsonl", "checkpoints/pretrain.state", "snapshots/pretrain.safetensors"])
  func linksWhereATrainingWrites(name: String) throws {
    let (run, outside) = (try TemporaryFolder(), try TemporaryFolder())
    try SmallRun.describe(in: run)
    try outside.write("target", "mine\n")
    for folder in ["checkpoints", "snapshots"] {
      try FileManager.default.createDirectory(atPath: run.file(folder), withIntermediateDirectories: true)
    }
    for target in [outside.file("target"), outside.file("none")] {
      try? FileManager.default.removeItem(atPath: run.file(name))
      try FileManager.default.createSymbolicLink(atPath: run.file(name), withDestinationPath: target)
      let outcome = try CommandRun("run", run.path)
      #expect(outcome.status == 65 && outcome.errors.contains("leads out of"), "\(outcome.errors)")
      #expect(try content(outside) == ["target": Data("mine\n".utf8)])
    }
  }

  @Test func linksInsideTheRunAreFollowed() throws {
    let run = try SmallRun.make()
    for name in ["corpora/facts.txt", "checkpoints/pretrain.safetensors", "snapshots/pretrain.safetensors"] {
      let file = name.replacing("/", with: "-")
      try FileManager.default.moveItem(atPath: run.file(name), toPath: run.file(file))
      try FileManager.default.createSymbolicLink(atPath: run.file(name), withDestinationPath: "../\(file)")
    }
    let outcome = try CommandRun("run", run.path)
    #expect(outcome.status == 0, "\(outcome.errors)")
  }
}
