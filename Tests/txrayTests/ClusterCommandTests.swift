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

  /// Thresholds are those of the whole text: their pass comes first, and a task that lacks a part of it says which.
  @Test func thresholdsHaveAnArrayOfTheirOwn() throws {
    let run = try SmallRun.make()
    let name = "snapshots/firings/zero-shot.safetensors"
    let expected = try content(run, name)
    try remove(name, run)
    let prepared = try CommandRun(list: ["cluster", run.path] + division)
    #expect(prepared.output.contains("job=$(sbatch --parsable '"), "\(prepared.output)")
    #expect(prepared.output.contains("job=$(sbatch --parsable --dependency=afterany:${job%%;*} '"))
    let script = String(decoding: try content(run, "cluster/zero-shot-first.sbatch"), as: UTF8.self)
    #expect(script.contains("--array=0,1\n") && script.contains(" --first-pass --task "), "\(script)")
    func task(_ number: Int, _ more: [String] = []) throws -> CommandRun {
      try CommandRun(
        list: ["cluster-task", run.path, "--stage", "zero-shot"] + division
          + ["--task", "\(number)", "--tasks", "2"] + more)
    }
    #expect(try task(0, ["--first-pass"]).status == 0)
    let early = try task(0)
    #expect(early.status == 66 && early.errors.contains("first-pass/zero-shot/2/2.safetensors"))
    let status = try CommandRun(list: ["cluster", run.path, "--status"] + division)
    #expect(status.output.contains("first pass for zero-shot: 1 done, 1 waiting"), "\(status.output)")
    #expect(status.output.contains("firings/zero-shot: 1 failed, 1 waiting"), "\(status.output)")
    #expect(try task(1, ["--first-pass"]).status == 0)
    for number in 0..<2 { #expect(try task(number).status == 0) }
    let merge = ["cluster-merge", run.path, "--stage", "zero-shot"] + division
    #expect(try CommandRun(list: merge).status == 0)
    #expect(try content(run, name) == expected)
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
