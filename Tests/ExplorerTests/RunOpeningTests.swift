import Explorer
import Foundation
import Measures
import NeuronPreferences
import Settings
import SyntheticRuns
import Testing

@Suite struct RunOpeningTests {
  @Test func stagesHaveTheOrderAndLabelsOfTheDescription() throws {
    let folder = try SyntheticRun.copy()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try write(
      """
      name = "two of three"
      [[stages]]
      name = "fine-tune"
      label = "after"
      [[stages]]
      name = "later"
      [[stages]]
      name = "pretrain"
      """, folder)
    let run = try Run.open([folder])
    #expect(run.name == "two of three")
    #expect(run.stages.map(\.label) == ["after", "pretrain"])
    #expect(run.missingStages == ["later"])
  }

  @Test func withoutADescriptionAllSnapshotsAreStages() throws {
    let folder = try SyntheticRun.copy()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try FileManager.default.removeItem(atPath: folder + "/run.toml")
    for (from, to) in [("pretrain", "epoch-2"), ("zero-shot", "epoch-10"), ("fine-tune", "epoch-1")] {
      try FileManager.default.moveItem(
        atPath: "\(folder)/snapshots/\(from).safetensors", toPath: "\(folder)/snapshots/\(to).safetensors")
    }
    #expect(try Run.open([folder]).stages.map(\.label) == ["epoch-1", "epoch-2", "epoch-10"])
  }

  @Test func filesOfOneRunShareItsMarks() throws {
    let paths = ["pretrain", "fine-tune"].map { "\(SyntheticRun.folder)/snapshots/\($0).safetensors" }
    let run = try Run.open(paths)
    #expect(run.stages.map(\.label) == ["pretrain", "fine-tune"])
    #expect(run.folder.path == SyntheticRun.folder)
  }

  /// The policy asked for was passed over where files are named.
  @Test func aPolicyThatNamedFilesLackIsSaid() throws {
    let files = ["pretrain", "fine-tune"].map { "\(SyntheticRun.folder)/snapshots/\($0).safetensors" }
    #expect(try Run.open(files, policy: "max1").stages.count == 2)
    #expect(
      throws: RunOpeningError.noSuchPolicy(
        "firings", path: "pretrain.safetensors fine-tune.safetensors", known: ["max1"])
    ) { try Run.open(files, policy: "firings") }
  }

  @Test func whatIsMissingIsNamed() throws {
    #expect(throws: RunOpeningError.notFound(path: "/nowhere")) { try Run.open(["/nowhere"]) }
    let folder = try SyntheticRun.copy()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try FileManager.default.removeItem(atPath: folder + "/snapshots")
    #expect(
      throws: RunOpeningError.noStages(path: folder, missing: ["pretrain", "zero-shot", "fine-tune"])
    ) { try Run.open([folder]) }
    try write("[[stages]]\nnaem = \"x\"\n", folder)
    #expect(throws: SettingsError.self) { try Run.open([folder]) }
    try write("[[stages]]\nname = \"../../etc/passwd\"\n", folder)
    #expect(throws: SettingsError.self) { try Run.open([folder]) }
  }

  @Test func damagedSnapshotsAreRefused() throws {
    let folder = try SyntheticRun.copy()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let path = folder + "/snapshots/zero-shot.safetensors"
    let data = try Data(contentsOf: URL(fileURLWithPath: path))
    try data.prefix(data.count / 2).write(to: URL(fileURLWithPath: path))
    #expect(throws: SnapshotError.self) { try Run.open([folder]) }
  }

  private func write(_ text: String, _ folder: String) throws {
    try text.write(toFile: folder + "/run.toml", atomically: true, encoding: .utf8)
  }
}
