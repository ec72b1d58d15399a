import Experiments
import Files
import Foundation
import Kernels
import NeuronPreferences
import Runs
import Testing

/// A snapshot says which checkpoint it was taken from; in a run that is a name in it, whatever it says.
@Suite struct OwnTextBoundaryTests {
  @Test func aSnapshotDoesNotOpenACheckpointElsewhere() throws {
    let run = try TinyRun(epochs: 1)
    defer { run.remove() }
    try run.run()
    let stage = try #require(try StageList(run.folder).stages.first).name
    let path = run.folder.snapshot(stage)
    let own = try Snapshot(path: path)
    // A copy outside, of the very digest that the snapshot tells.
    let outside = run.folder.path + "-outside.safetensors"
    try FileManager.default.copyItem(atPath: run.folder.checkpoint(own.origin.checkpoint), toPath: outside)
    defer { try? FileManager.default.removeItem(atPath: outside) }
    let name = (outside as NSString).lastPathComponent.replacing(".safetensors", with: "")
    let models = StageModels(run.folder, workers: Workers(threads: 1))
    _ = try models.read("the", as: own, label: stage)
    for checkpoint in [outside, "../../\(name)"] {
      var copy = try SnapshotMerge([own])
      copy.origin.checkpoint = checkpoint
      try copy.write(to: path)
      let snapshot = try Snapshot(path: path)
      let error = #expect(throws: (any Error).self) {
        try models.read("the", as: snapshot, label: stage)
      }
      switch error {
      case StageModelError.noCheckpoint?, FileError.leavesFolder?: break
      default: Issue.record("\(checkpoint): \(String(describing: error))")
      }
    }
  }
}
