import Foundation
import Testing

/// `txray cluster`, as far as it goes without Slurm (with it: Tests/Cluster/run), and what collects parts by hand.
@Suite struct ClusterCommandTests {
  private let division = ["--shards", "2", "--site-shards", "1"]

  private func remove(_ name: String, _ run: TemporaryFolder) throws {
    try FileManager.default.removeItem(atPath: run.file(name))
  }

  private func content(_ run: TemporaryFolder, _ name: String) throws -> Data {
    try Data(contentsOf: URL(fileURLWithPath: run.file(name)))
  }

  /// The scripts are written, and what they call gives the bytes of `txray run`; what is missing is said.
  @Test func theScriptsCommandsGiveTheBytesOfTheRun() throws {
    let run = try SmallRun.make()
    let expected = try content(run, "snapshots/zero-shot.safetensors")
    try remove("snapshots/zero-shot.safetensors", run)
    let prepared = try CommandRun(
      list: ["cluster", run.path] + division + ["--tasks", "1", "--memory", "2G"])
    #expect(prepared.status == 0, "\(prepared.errors)")
    #expect(prepared.output.contains("zero-shot: 2 of 2 shards to collect"))
    #expect(prepared.output.contains("--dependency=afterany"))
    let script = String(decoding: try content(run, "cluster/zero-shot.sbatch"), as: UTF8.self)
    #expect(script.contains("#SBATCH --array=0\n") && script.contains("#SBATCH --mem=2G\n"))

    let stage = ["--stage", "zero-shot"] + division
    func task(_ number: Int) throws -> CommandRun {
      try CommandRun(list: ["cluster-task", run.path] + stage + ["--task", "\(number)", "--tasks", "2"])
    }
    #expect(try task(0).status == 0)
    let early = try CommandRun(list: ["cluster-merge", run.path] + stage)
    #expect(early.status == 66, "\(early.errors)")
    #expect(early.errors.contains("not merged") && early.errors.contains("2.safetensors"))
    let status = try CommandRun(list: ["cluster", run.path, "--status"] + division)
    #expect(status.output.contains("zero-shot: 1 done, 1 waiting"), "\(status.output)")
    #expect(try task(1).status == 0)
    #expect(try CommandRun(list: ["cluster-merge", run.path] + stage).status == 0)
    #expect(try content(run, "snapshots/zero-shot.safetensors") == expected)
    let done = try CommandRun("cluster", run.path)
    #expect(done.output.contains("nothing to do"))
  }

  @Test func aRunWithoutSbatchSaysSo() throws {
    let run = try SmallRun.make()
    try remove("snapshots/zero-shot.safetensors", run)
    let submitted = try CommandRun(
      list: ["cluster", run.path, "--submit"], environment: ["PATH": run.path])
    #expect(submitted.status == 66)
    #expect(submitted.errors.contains("sbatch is not on the path"))
  }

  @Test func wordsThatSlurmWouldSplitAreRefused() throws {
    let run = try SmallRun.make()
    let odd = try CommandRun("cluster", run.path, "--partition", "a; reboot")
    #expect(odd.status == 64)
    #expect(try CommandRun("cluster", run.path, "--shards", "65").status == 64)
    let both = try CommandRun("cluster", run.path, "--submit", "--status")
    #expect(both.status == 64)
  }

  @Test func aPlanSaysWhatACollectionTakes() throws {
    let run = try SmallRun.make()
    let plan = try CommandRun(
      "collect", "--checkpoint", run.file("checkpoints/pretrain.safetensors"), "--vocabulary",
      run.file("checkpoints/vocabulary.txt"), "--corpus", run.file("corpora/reviews.tsv"), "--stage", "own",
      "--output", run.file("own"), "--plan", "--within", "10")
    #expect(plan.status == 0, "\(plan.errors)")
    for word in ["tokens", "speed", "start", "time", "memory", "snapshot", "shards    1 of"] {
      #expect(plan.output.contains(word), "\(plan.output)")
    }
    #expect(!FileManager.default.fileExists(atPath: run.file("own")))
  }
}
