import Foundation
import Testing

/// What `FormatVersions.md` says of files by other versions of the program.
@Suite struct FormatVersionTests {
  private func raised(_ path: String) throws -> Data {
    var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
    let range = try #require(bytes.range(of: Data("\"version\":\"1\"".utf8)))
    bytes.replaceSubrange(range, with: Data("\"version\":\"2\"".utf8))
    return bytes
  }

  @Test func newerCheckpointsAndSnapshotsAreRefused() throws {
    let run = try SmallRun.make()
    try run.write("model", raised(run.file("checkpoints/pretrain.safetensors")))
    let model = try CommandRun("activations", "--checkpoint", run.file("model"), "--ids", "/dev/null")
    #expect(model.status == 65 && model.saysOneLine)
    #expect(model.errors.contains("checkpoint version 2 is not known to this program; update txray"))
    try run.write("snapshot", raised(run.file("snapshots/pretrain.safetensors")))
    let snapshot = try CommandRun("show", run.file("snapshot"))
    #expect(snapshot.status == 65 && snapshot.saysOneLine)
    #expect(
      snapshot.errors.contains(
        "snapshot version 2, but this program reads version 1; collect it again or update txray"))
  }

  @Test func aNewerSettingIsNamedWithItsLine() throws {
    let run = try SmallRun.make()
    try run.write("run.toml", "invented = 1\n" + SmallRun.settings)
    let result = try CommandRun("run", run.path)
    #expect(result.status == 65 && result.errors.contains("run.toml:1: unknown key \"invented\""))
  }

  @Test func newerMarksAndMetricsAreReadAsFarAsTheyAreKnown() throws {
    let run = try SmallRun.make()
    let marks = """
      {"neuron":"lstm.0:3","action":"mark","mood":"good"}
      {"neuron":"lstm.0:4","action":"adopt"}

      """
    try run.write("marks.jsonl", marks)
    let metrics = try String(contentsOfFile: run.file("metrics.jsonl"), encoding: .utf8)
    try run.write("metrics.jsonl", metrics.replacing("{", with: "{\"invented\":{\"a\":[1]},"))
    let table = try CommandRun("export", "table", run.path)
    let marked = table.output.split(separator: "\n").filter { $0.hasSuffix("\ttrue") }
    #expect(!marked.isEmpty && marked.allSatisfy { $0.hasPrefix("lstm.0:3\t") })
    #expect(try String(contentsOfFile: run.file("marks.jsonl"), encoding: .utf8) == marks)
    let report = try CommandRun("report", run.path, "--permutations", "19", "--resamples", "100")
    #expect(report.status == 0 && !report.output.contains("could not be read"), "\(report.errors)")
  }

  @Test func snapshotsSayWhichProgramWroteThem() throws {
    let run = try SmallRun.make()
    let facts = try CommandRun("inspect", run.file("snapshots/pretrain.safetensors")).output
    let line = try #require(facts.split(separator: "\n").first { $0.hasPrefix("program") })
    #expect(line.firstMatch(of: /txray \d+\.\d+\.\d+$/) != nil, "\(line)")
  }
}
