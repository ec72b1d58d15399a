import Experiments
import Foundation
import Kernels
import NeuronPreferences
import Runs
import Testing

/// A run's snapshots, collected as a cluster does.
@Suite struct ShardedRunTests {
  /// Two layers, so that sites can be divided too; two stages that share a pass.
  private static let settings =
    TinyRun.settings.replacingOccurrences(of: "hidden = 20", with: "hidden = 20\nlayers = 2") + """
      [[stages]]
      name = "zero-shot-2"
      checkpoint = "pretrain"
      corpus = "reviews"
      policy = "topk:2"
      [cluster]
      shards = 3
      site_shards = 2
      tasks = 2
      lines = ["#SBATCH --account=nlp", "module load nothing"]

      """

  private func pipeline(_ run: TinyRun) throws -> (RunPipeline, ClusterSettings) {
    let description = try RunDescription(run.folder)
    return (
      RunPipeline(
        description, folder: run.folder, program: "test", workers: Workers(threads: 1), tell: { _ in }),
      description.cluster
    )
  }

  @Test func shardsOfTextAndSitesGiveTheBytesOfTheRun() throws {
    let run = try TinyRun(epochs: 1, settings: Self.settings)
    defer { run.remove() }
    try run.run()
    let names = ["early", "firings/early", "zero-shot", "zero-shot-2", "finetune"].map { "\($0).safetensors" }
    let expected = try names.map { try run.data("snapshots/\($0)") }
    try FileManager.default.removeItem(atPath: run.folder.snapshots)

    let (pipeline, settings) = try pipeline(run)
    let passes = try pipeline.shardedPasses(settings)
    #expect(
      passes.map(\.snapshots) == [
        ["early", "firings/early"], ["pretrain", "firings/pretrain"],
        ["zero-shot", "firings/zero-shot", "zero-shot-2"], ["finetune", "firings/finetune"],
      ])
    for pass in passes {
      #expect(pass.shardCount == 6)
      for task in 0..<2 {
        let numbers = SlurmScript.shards(ofTask: task, of: 2, shardCount: 6)
        try pipeline.takeFirstPass(numbers, ofPass: pass.name, settings) { _, _ in }
      }
      for task in 0..<2 {
        let numbers = SlurmScript.shards(ofTask: task, of: 2, shardCount: 6)
        try pipeline.collectShards(numbers, ofPass: pass.name, settings) { _, _ in }
      }
      try pipeline.mergeShards(ofPass: pass.name, settings)
    }
    #expect(try names.map { try run.data("snapshots/\($0)") } == expected)
    #expect(try pipeline.shardedPasses(settings).isEmpty)
  }

  /// What is missing, cut short or was made otherwise is collected again, and nothing else.
  @Test func onlyWhatIsMissingIsCollectedAgain() throws {
    let run = try TinyRun(epochs: 1, settings: Self.settings)
    defer { run.remove() }
    try run.run()
    let expected = try run.data("snapshots/early.safetensors")
    try FileManager.default.removeItem(atPath: run.folder.snapshot("early"))
    let (pipeline, settings) = try pipeline(run)
    let pass = try #require(try pipeline.shardedPasses(settings).first)
    func collect(_ numbers: [Int]) throws -> [Int] {
      var begun: [Int] = []
      try pipeline.collectShards(numbers, ofPass: "early", settings) { number, _ in begun.append(number) }
      return begun
    }
    #expect(try collect([1, 2, 3, 4, 5]) == [1, 2, 3, 4, 5])
    #expect(throws: MergeError.self) { try pipeline.mergeShards(ofPass: "early", settings) }
    #expect(!run.exists("snapshots/early.safetensors"))

    let torn = run.folder.shard("early", 2, count: 6)
    let whole = try Data(contentsOf: URL(fileURLWithPath: torn))
    try whole.dropLast(10).write(to: URL(fileURLWithPath: torn))
    let copy = run.folder.shard("early", 4, count: 6)
    try FileManager.default.removeItem(atPath: copy)
    try FileManager.default.copyItem(atPath: run.folder.shard("early", 3, count: 6), toPath: copy)
    let states = pipeline.shardStates(pass)
    #expect(states.map(\.needsTask) == [false, true, false, false, false, true])
    // The merge finds that shard 3 stands under the name of shard 4 too, and so does the next task.
    let error = try #require(throws: MergeError.self) {
      try pipeline.mergeShards(ofPass: "early", settings)
    }
    guard case .unfit(let faults) = error else { throw error }
    #expect(faults.count == 3)
    #expect(try collect(Array(pass.shards)) == [2, 4, 6])
    try pipeline.mergeShards(ofPass: "early", settings)
    #expect(try run.data("snapshots/early.safetensors") == expected)
  }

  /// Thresholds are those of the whole text, each part of which one task has read; none is guessed where one lacks.
  @Test func aFirstPassIsTakenInParts() throws {
    let run = try TinyRun(epochs: 1, settings: Self.settings)
    defer { run.remove() }
    try run.run()
    let name = "snapshots/firings/early.safetensors"
    let expected = try run.data(name)
    for path in [run.folder.snapshot("early"), run.folder.resolve(name)] {
      try FileManager.default.removeItem(atPath: path)
    }
    let (pipeline, settings) = try pipeline(run)
    let pass = try #require(try pipeline.shardedPasses(settings).first)
    func take(_ numbers: [Int]) throws -> [Int] {
      var begun: [Int] = []
      try pipeline.takeFirstPass(numbers, ofPass: "early", settings) { number, _ in begun.append(number) }
      return begun
    }
    #expect(try take([1, 2, 4, 5, 6]) == [1, 2, 4, 5, 6])
    // The first three are those of the first part of the sites.
    #expect(throws: SnapshotError.self) {
      try pipeline.collectShards([1], ofPass: "early", settings) { _, _ in }
    }
    try pipeline.collectShards([4, 5, 6], ofPass: "early", settings) { _, _ in }
    let torn = run.folder.firstPass("early", 2, count: 6)
    try Data(contentsOf: URL(fileURLWithPath: torn)).dropLast(10).write(to: URL(fileURLWithPath: torn))
    #expect(pipeline.firstPassStates(pass).map(\.needsTask) == [false, true, true, false, false, false])
    #expect(try take(Array(pass.shards)) == [2, 3])
    try pipeline.collectShards(Array(pass.shards), ofPass: "early", settings) { _, _ in }
    try pipeline.mergeShards(ofPass: "early", settings)
    #expect(try run.data(name) == expected)
  }

  @Test func theScriptsSayWhatWasAskedFor() throws {
    let run = try TinyRun(epochs: 1, settings: Self.settings)
    defer { run.remove() }
    try run.run()
    try FileManager.default.removeItem(atPath: run.folder.snapshot("early"))
    let (pipeline, described) = try pipeline(run)
    var settings = described
    settings.partition = "cpu"
    settings.time = "2:00:00"
    settings.memory = "4G"
    let pass = try #require(try pipeline.shardedPasses(settings).first)
    let script = SlurmScript.tasks(
      pass, settings, tasks: [0, 1], program: "/opt/it's/txray", run: "/home/a b", logs: "/home/a b/50%")
    #expect(
      script == """
        #!/bin/bash
        #SBATCH --job-name="txray-early"
        #SBATCH --array=0,1
        #SBATCH --cpus-per-task=2
        #SBATCH --output="/home/a b/50%%/early-%a.log"
        #SBATCH --requeue
        #SBATCH --open-mode=append
        #SBATCH --partition=cpu
        #SBATCH --time=2:00:00
        #SBATCH --mem=4G
        #SBATCH --account=nlp
        module load nothing
        exec '/opt/it'\\''s/txray' cluster-task '/home/a b' --stage 'early' --shards 3 --site-shards 2 \
        --task "$SLURM_ARRAY_TASK_ID" --tasks 2 --threads 2

        """)
  }

  @Test func progressSurvivesItsFile() throws {
    let run = try TinyRun(epochs: 1)
    defer { run.remove() }
    let path = run.folder.resolve("progress.json")
    let progress = ShardProgress(tokens: 12, seconds: 3.5, time: 1_000, failure: "no \"text\"")
    try progress.write(to: path)
    #expect(ShardProgress(contentsOf: path) == progress)
    try run.write("progress.json", "{\"tokens\":")
    #expect(ShardProgress(contentsOf: path) == nil)
  }
}
