import Foundation
import Testing

/// `txray collect` with people's own files.
@Suite struct CollectCommandTests {
  private func collect(
    _ run: TemporaryFolder, _ checkpoint: String, _ more: [String], corpus: String = "corpora/reviews.tsv"
  ) throws -> CommandRun {
    try CommandRun(
      list: [
        "collect", "--checkpoint", run.file("checkpoints/\(checkpoint).safetensors"), "--vocabulary",
        run.file("checkpoints/vocabulary.txt"), "--corpus", run.file(corpus), "--stage", "own",
      ] + more)
  }

  private func content(_ run: TemporaryFolder, _ name: String) throws -> Data {
    try Data(contentsOf: URL(fileURLWithPath: run.file(name)))
  }

  @Test func aParentReadsBeside() throws {
    let run = try SmallRun.make()
    let parent = ["--parent", run.file("checkpoints/pretrain.safetensors")]
    #expect(try collect(run, "finetune", parent + ["--output", run.file("whole")]).status == 0)
    for part in 1...2 {
      let shard = ["--shard", "\(part)/2", "--output", run.file("part\(part)")]
      #expect(try collect(run, "finetune", parent + shard).status == 0)
    }
    let merged = try CommandRun(
      "merge", run.file("part2"), run.file("part1"), "--output", run.file("merged"))
    #expect(merged.status == 0)
    #expect(try content(run, "merged") == content(run, "whole"))
    // `txray run` had the parent read beside by itself; the table says how alike the neurons are.
    for later in ["whole", "snapshots/finetune.safetensors"] {
      let table = try CommandRun("compare", run.file("snapshots/zero-shot.safetensors"), run.file(later))
      #expect(table.status == 0 && table.output.contains("correlation"), "\(table.output)")
      let shown = try CommandRun("show", run.file(later), "--neuron", "lstm.0:3")
      #expect(shown.output.contains("correlation"))
    }
    let without = try CommandRun(
      "compare", run.file("snapshots/pretrain.safetensors"), run.file("snapshots/zero-shot.safetensors"))
    #expect(!without.output.contains("correlation"))
  }

  /// Words that the vocabulary doesn't have are told of with a budget as without, and a plan has no budget.
  @Test func aBudgetKeepsTheWarningAndRefusesAPlan() throws {
    let run = try SmallRun.make()
    try Data("the zork zork is a zork .\nthe king\n".utf8).write(
      to: URL(fileURLWithPath: run.file("odd.txt")))
    let output = ["--output", run.file("own")]
    let whole = try collect(run, "pretrain", output, corpus: "odd.txt")
    let bounded = try collect(run, "pretrain", output + ["--memory", "1K"], corpus: "odd.txt")
    let told = whole.errors.split(separator: "\n").first { $0.contains("not in the vocabulary") }
    let line = try #require(told)
    #expect(
      line.contains("\"zork\"") && bounded.status == 0 && bounded.errors.contains(line), "\(bounded.errors)")
    let plan = try collect(run, "pretrain", output + ["--memory", "1G", "--plan"], corpus: "odd.txt")
    #expect(plan.status == 64 && plan.errors.contains("leave out --memory"), "\(plan.errors)")
  }

  @Test func severalPoliciesInOnePass() throws {
    let run = try SmallRun.make()
    let both = try collect(
      run, "pretrain",
      [
        "--policy", "quantile:0.75", "--output", run.file("own"), "--policy", "max1", "--output",
        run.file("max"), "--skip-starts", "1",
      ])
    #expect(both.status == 0, "\(both.errors)")
    let alone = ["--policy", "quantile:0.75", "--skip-starts", "1", "--output", run.file("alone")]
    #expect(try collect(run, "pretrain", alone).status == 0)
    #expect(try content(run, "alone") == content(run, "own"))
    for part in 1...2 {
      let more = ["--shard", "\(part)/2", "--policy", "quantile:0.75", "--skip-starts", "1"]
      #expect(try collect(run, "pretrain", more + ["--output", run.file("part\(part)")]).status == 0)
    }
    #expect(
      try CommandRun("merge", run.file("part1"), run.file("part2"), "--output", run.file("m")).status == 0)
    #expect(try content(run, "m") == content(run, "own"))
    let facts = try CommandRun("inspect", run.file("own")).output
    #expect(facts.contains("quantile:0.75") && facts.contains("policy.threshold"))
    let skipped = try #require(facts.split(separator: "\n").first { $0.contains("skipped.document-start") })
    #expect(skipped.hasSuffix(" 40"), "\(skipped)")
    let other = try CommandRun("compare", run.file("own"), run.file("max"))
    #expect(other.status == 65 && other.errors.contains("quantile:0.75 and max1"))
  }

  @Test(arguments: [
    (["--policy", "max1", "--policy", "topk:2", "--output", "a"], "as many --output as --policy: 2, not 1"),
    (["--policy", "max1", "--policy", "topk:2", "--output", "a", "--output", "a"], "same file"),
    (["--policy", "quantile:1.5", "--output", "a"], "quantile:1.5"),
    (["--policy", "quantile:0.9", "--output", "a", "--corpus", "-"], "standard input"),
    (["--skip-starts", "-1", "--output", "a"], "skip-starts"),
  ])
  func usageIsChecked(arguments: [String], words: String) throws {
    let run = try CommandRun(
      list: ["collect", "--checkpoint", "c", "--vocabulary", "v", "--stage", "s"]
        + (arguments.contains("--corpus") ? [] : ["--corpus", "t"]) + arguments)
    #expect(run.status == 64 && run.errors.contains(words), "\(run.errors)")
  }

  @Test func aParentOfAnotherShapeIsRefused() throws {
    let (run, other) = (try SmallRun.make(), try TemporaryFolder())
    try SmallRun.describe(in: other)
    try other.write(
      "run.toml", SmallRun.settings.replacingOccurrences(of: "hidden = 12", with: "hidden = 8"))
    #expect(try CommandRun("pretrain", other.path).status == 0)
    let parent = ["--parent", other.file("checkpoints/pretrain.safetensors")]
    let refused = try collect(run, "finetune", parent + ["--output", run.file("out")])
    #expect(refused.status == 65 && refused.saysOneLine && refused.output.isEmpty)
    #expect(refused.errors.contains("different trainings"), "\(refused.errors)")
    let missing = try collect(run, "finetune", ["--parent", run.file("none"), "--output", run.file("out")])
    #expect(missing.status == 66 && missing.saysOneLine && missing.errors.contains("none"))
    #expect(!FileManager.default.fileExists(atPath: run.file("out")))
  }
}
