import Foundation
import Testing

/// A command that writes into a run, for tests that disturb it: what it is called, its arguments, and what it leaves
/// when nobody does.
struct WritingCommand: Sendable, CustomTestStringConvertible {
  let name: String
  /// `RUN` stands for the run's folder.
  let arguments: [String]
  /// Whether it begins with texts and settings only.
  var isFromScratch = false

  var testDescription: String { name }

  /// All commands that write.
  static let all = [
    WritingCommand(name: "run", arguments: ["run", "RUN"], isFromScratch: true),
    WritingCommand(
      name: "collect",
      arguments: [
        "collect", "--checkpoint", "RUN/checkpoints/pretrain.safetensors", "--vocabulary",
        "RUN/checkpoints/vocabulary.txt", "--corpus", "RUN/corpora/facts.txt", "--stage", "again", "--output",
        "RUN/again.safetensors",
      ]),
    WritingCommand(
      name: "merge",
      arguments: ["merge", "RUN/snapshots/pretrain.safetensors", "--output", "RUN/merged.safetensors"]),
    WritingCommand(
      name: "prune", arguments: ["prune", "RUN", "--neurons", "1-3", "--controls", "1", "--resamples", "5"]),
    WritingCommand(
      name: "export",
      arguments: ["prune", "RUN", "--neurons", "1", "--export", "baked", "--output", "RUN/baked.safetensors"]),
    WritingCommand(name: "mark", arguments: ["explore", "RUN", "--script", "RUN/keys"]),
    WritingCommand(
      name: "report",
      arguments: [
        "report", "RUN", "--permutations", "19", "--resamples", "100", "--output", "RUN/report.txt",
      ]),
  ]

  /// A run to disturb it in.
  func prepared() throws -> TemporaryFolder {
    let run = isFromScratch ? try TemporaryFolder() : try SmallRun.make()
    if isFromScratch { try SmallRun.describe(in: run) }
    try run.write("keys", ":size 80x24\nspace j space j space\n")
    if !isFromScratch { try run.write("marks.jsonl", Self.earlierMark) }
    return run
  }

  private static let earlierMark =
    #"{"time":"2020-08-03T12:00:00Z","user":"u","neuron":"lstm.0:7","action":"mark"}"# + "\n"

  func list(_ run: TemporaryFolder) -> [String] { arguments.map { $0.replacing("RUN", with: run.path) } }

  /// What it leaves when nothing happens.
  func undisturbed() throws -> [String: Data] {
    let run = try prepared()
    let outcome = try CommandRun(list: list(run))
    #expect(outcome.status == 0, "\(name): \(outcome.errors)")
    return try Self.content(run)
  }

  /// Every file below the run's folder, with RUN where it names that folder: runs lie in another one each time.
  static func content(_ run: TemporaryFolder) throws -> [String: Data] {
    let path = Data(run.path.utf8)
    return Dictionary(
      uniqueKeysWithValues: try run.files.map { name in
        var bytes = try Data(contentsOf: URL(fileURLWithPath: run.file(name)))
        while let place = bytes.range(of: path) { bytes.replaceSubrange(place, with: Data("RUN".utf8)) }
        return (name, bytes)
      })
  }

  /// What is not as it was, nor as the command would have left it: half-written, lost or left over.
  static func damages(_ run: TemporaryFolder, before: [String: Data], whole: [String: Data]) throws
    -> [String]
  {
    let now = try content(run)
    var damages = before.keys.filter { name in
      // A training's state goes when its checkpoint is whole.
      let checkpoint = name.hasSuffix(".state") ? name.replacing(".state", with: ".safetensors") : nil
      let isDone = checkpoint.map { whole[$0] != nil && now[$0] == whole[$0] } ?? false
      return now[name] == nil && !isDone
    }.map { "\($0) is lost" }
    for (name, bytes) in now where bytes != before[name] && bytes != whole[name] {
      if name.hasSuffix(".jsonl") {
        // Lines with times: what was there stays, and every line is whole.
        let isAppended = bytes.starts(with: before[name] ?? Data())
        let lines = bytes.split(separator: UInt8(ascii: "\n"))
        let areWhole = lines.allSatisfy { (try? JSONSerialization.jsonObject(with: $0)) != nil }
        if !isAppended || !areWhole || bytes.last.map({ $0 != UInt8(ascii: "\n") }) == true {
          damages.append("\(name) has lost or torn lines")
        }
      } else if !name.hasSuffix(".state") {
        damages.append("\(name) is neither old nor new (\(bytes.count) bytes)")
      }
    }
    return damages
  }
}
