import Experiments
import Foundation
import NeuronPreferences
import Runs
import Settings
import Testing

/// Snapshots of every epoch of pretraining, and what a report makes of them.
@Suite struct EpochSnapshotTests {
  private static let settings =
    TinyRun.settings + """
      [epochs]
      corpus = "facts"
      tokens = 900

      """

  private func paths(_ epochs: ClosedRange<Int>) -> [String] {
    epochs.flatMap { epoch in
      ["", "firings/"].map { "snapshots/\($0)epochs/pretrain-epoch-\(epoch).safetensors" }
    }
  }

  @Test func everyEpochHasASnapshotAndOnlyWhatIsAskedForACheckpoint() throws {
    let run = try TinyRun(settings: Self.settings)
    defer { run.remove() }
    try run.run(threads: 2)
    for path in paths(0...3) { #expect(run.exists(path), "\(path)") }
    #expect(
      try run.files("checkpoints") == [
        "finetune.safetensors", "pretrain-epoch-1.safetensors", "pretrain.safetensors", "vocabulary.txt",
      ])
    let snapshot = try Snapshot(path: run.folder.resolve("snapshots/epochs/pretrain-epoch-2.safetensors"))
    #expect(snapshot.origin.checkpoint == "pretrain-epoch-2" && snapshot.origin.notes["label"] == "epoch 2")
    // What is done is done.
    let before = try paths(0...3).map { try run.data($0) }
    #expect(try run.run().allSatisfy { if case .collected = $0 { false } else { true } })
    #expect(try paths(0...3).map { try run.data($0) } == before)
  }

  @Test func aStoppedRunGoesOnToTheSameSnapshots() throws {
    let (whole, stopped) = (try TinyRun(settings: Self.settings), try TinyRun(settings: Self.settings))
    defer {
      whole.remove()
      stopped.remove()
    }
    try whole.run(threads: 2)
    for steps in [5, 45, 50] { try? stopped.run(stopAfter: steps) }
    try stopped.run()
    for path in paths(0...3) { #expect(try whole.data(path) == stopped.data(path), "\(path)") }
    #expect(try whole.files("checkpoints") == stopped.files("checkpoints"))
  }

  @Test func whatWasNotKeptIsToldOf() throws {
    let run = try TinyRun(settings: TinyRun.settings)
    defer { run.remove() }
    try run.run()
    try run.write("run.toml", Self.settings.replacingOccurrences(of: "EPOCHS", with: "3"))
    let lost = try run.run().compactMap { if case .epochsLost(let count, _) = $0 { count } else { nil } }
    #expect(lost == [3], "of epochs 0 to 3 only the first has a checkpoint")
    #expect(run.exists("snapshots/epochs/pretrain-epoch-1.safetensors"))
    try run.write(
      "run.toml",
      Self.settings.replacingOccurrences(of: "EPOCHS", with: "3")
        .replacingOccurrences(of: "tokens = 900", with: "tokens = 800"))
    #expect(
      throws: RunError.stale(
        path: run.folder.resolve("snapshots/epochs/pretrain-epoch-1.safetensors"), setting: "epochs")
    ) { try run.run() }
  }

  @Test func theReportHasTheWholeCurve() throws {
    let run = try TinyRun(epochs: 4, settings: Self.settings)
    defer { run.remove() }
    try run.run(threads: 2)
    let report = try RunReport(run.folder, threads: 2)
    #expect(report.epochs.map(\.epoch) == [0, 1, 2, 3, 4])
    #expect(report.epochs.map { $0.perplexity != nil } == [false, true, true, true, true])
    #expect(report.epochs.first?.meanEffect == nil)
    for epoch in report.epochs {
      let information = try #require(epoch.information)
      #expect(
        information.ratio.low <= information.ratio.value && information.ratio.value <= information.ratio.high)
    }
    // Without an epoch there is no step to it nor from it.
    for folder in ["snapshots", "snapshots/firings"] {
      try FileManager.default.removeItem(
        atPath: run.folder.resolve("\(folder)/epochs/pretrain-epoch-2.safetensors"))
    }
    let holed = try RunReport(run.folder, threads: 2)
    #expect(holed.epochs.map(\.epoch) == [0, 1, 3, 4])
    #expect(holed.epochs[2].meanEffect == nil && holed.epochs[2].tested == 0)
  }

  @Test func epochsNeedATraining() throws {
    let run = try TinyRun(settings: Self.settings)
    defer { run.remove() }
    let settings = try String(contentsOfFile: run.folder.settings, encoding: .utf8)
    try run.write("run.toml", settings.replacingOccurrences(of: "[pretrain]", with: "[pretraining]"))
    #expect(throws: SettingsError.self) { try RunDescription(run.folder) }
    try run.write(
      "run.toml",
      settings.replacingOccurrences(of: "[epochs]\ncorpus = \"facts\"", with: "[epochs]\ncorpus = \"none\""))
    #expect(throws: SettingsError.self) { try RunDescription(run.folder) }
  }
}
