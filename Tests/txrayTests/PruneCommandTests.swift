import Foundation
import Glibc
import Prerequisites
import Testing

@Suite struct PruneCommandTests {
  @Test func printsEveryFormat() throws {
    let run = try SmallRun.make()
    let arguments = ["prune", run.path, "--neurons", "0,2-4", "--controls", "3", "--resamples", "20"]
    let table = try CommandRun(list: arguments)
    #expect(table.status == 0, "\(table.errors)")
    #expect(table.output.hasPrefix("finetune, readout: 4 of 12 neurons pruned (a list of neurons)"))
    for text in [
      "random masks", "matched masks", "held-out  accuracy",
      "warning: the neurons were chosen on reviews, so its scores are no test of the choice",
    ] { #expect(table.output.contains(text), "\(table.output)") }
    #expect(table.errors.isEmpty)
    let json = try CommandRun(list: arguments + ["--format", "json"])
    // Keys of the JSON.
    // swift-format-ignore: AlwaysUseLowerCamelCase
    struct Report: Decodable {
      struct Split: Decodable {
        struct Measured: Decodable { let scores: [String: Double] }
        let name: String
        let was_chosen_on: Bool
        let pruned: Measured
        let controls: [String: [[String: Double]]]
      }
      let neurons: [String]
      let splits: [Split]
    }
    let report = try JSONDecoder().decode(Report.self, from: Data(json.output.utf8))
    #expect(report.neurons == ["lstm.0:0", "lstm.0:2", "lstm.0:3", "lstm.0:4"])
    #expect(report.splits.map(\.name) == ["train", "held-out"])
    #expect(report.splits.allSatisfy { $0.was_chosen_on && $0.controls["random"]?.count == 3 })
    let tsv = try CommandRun(list: arguments + ["--format", "tsv"])
    let lines = tsv.output.split(separator: "\n").map {
      $0.split(separator: "\t", omittingEmptySubsequences: false)
    }
    #expect(lines.count == 9)
    #expect(lines.allSatisfy { $0.count == 18 })
    #expect(Double(lines[1][8]) == report.splits[0].pruned.scores["loss"])
    // All three are one result, kept once.
    #expect(run.files.filter { $0.hasPrefix("reports/") }.count == 1)
    let curve = try CommandRun("prune", run.path, "--curve", "least-mass", "--controls", "2")
    #expect(curve.status == 0, "\(curve.errors)")
    #expect(curve.output.contains("100%       12"))
  }

  @Test func whatIsWrongIsSaidInOneLine() throws {
    let run = try SmallRun.make()
    let cases: [(arguments: [String], status: Int32, text: String)] = [
      (["--marked"], 66, "no neuron is chosen by the marks"),
      (["--list", "x"], 66, "no list of marks is called \"x\"; there is none yet"),
      (["--neurons", "99"], 66, "there is no neuron lstm.0:99; the model has lstm.0:12"),
      (["--neurons", "1", "--held-out", "x"], 66, "no corpus is called \"x\"; there are facts, reviews"),
      (["--neurons", "1", "--checkpoint", "x"], 66, "there is no such file"),
      (["--where", "weight<1"], 64, "there is no field weight"),
      (["--where", "mass<-1"], 66, "no neuron is chosen by mass<-1"),
      (["--where", "mass<0", "--from", "x"], 66, "no stage is called \"x\""),
    ]
    for (arguments, status, text) in cases {
      let result = try CommandRun(list: ["prune", run.path] + arguments)
      #expect(result.status == status, "\(arguments)")
      #expect(result.saysOneLine && result.errors.contains(text), "\(arguments): \(result.errors)")
      #expect(result.output.isEmpty)
    }
    for arguments in [
      [], ["--marked", "--neurons", "1"], ["--by", "random"],
      ["--curve", "random", "--marked"], ["--neurons", "1", "--export", "baked"],
      ["--marked", "--controls", "-1"],
    ] {
      let result = try CommandRun(list: ["prune", run.path] + arguments)
      #expect(result.status == 64, "\(arguments)")
      #expect(result.errors.contains("Usage"))
    }
    #expect(!run.files.contains { $0.hasPrefix("reports/") })
  }
}

@Suite struct ExportCommandTests {
  @Test func masksAndModelsAreWritten() throws {
    let run = try SmallRun.make()
    let mask = run.file("mask.safetensors")
    let result = try CommandRun("export", "mask", run.path, "--neurons", "0,2-4", "--output", mask)
    #expect(result.status == 0, "\(result.errors)")
    let inspected = try CommandRun("inspect", mask)
    #expect(inspected.output.contains("lstm.0") && inspected.output.contains("U8"))
    for kind in ["keep-mask", "torch-prune", "baked", "structural"] {
      let path = run.file("\(kind).safetensors")
      let written = try CommandRun(
        "prune", run.path, "--neurons", "0,2-4", "--mode", "recurrent", "--export", kind, "--output", path)
      #expect(written.status == 0, "\(written.errors)")
      #expect(written.output.isEmpty)
    }
    // A baked and a smaller model score alike, and both as `prune` says.
    let scores = try ["baked", "structural"].map { kind in
      try CommandRun(
        "evaluate", "--checkpoint", run.file("\(kind).safetensors"), "--vocabulary",
        run.file("checkpoints/vocabulary.txt"), "--corpus", run.file("corpora/reviews.tsv"), "--label",
        "rating",
        "--positive-above", "0"
      ).output
    }
    #expect(scores[0].contains("40"))
    #expect(scores[0] == scores[1])
    let place = try UnwritablePlace()
    let unwritable = try CommandRun(
      "prune", run.path, "--neurons", "0", "--export", "baked", "--output", place.file("none.safetensors"))
    #expect(unwritable.status == 74)
    #expect(unwritable.saysOneLine)
  }

  @Test func tablesHoldEveryNeuronAtEveryStage() throws {
    let run = try SmallRun.make()
    try run.write("marks.jsonl", #"{"neuron":"lstm.0:3","action":"mark"}"# + "\n")
    let table = try CommandRun("export", "table", run.path)
    let lines = table.output.split(separator: "\n").map { $0.split(separator: "\t") }
    #expect(lines.count == 1 + 3 * 12)
    #expect(lines[0] == ["neuron", "stage", "count", "length", "mass", "mean", "deviation", "marked"])
    #expect(lines.filter { $0.last == "true" }.map { $0[0] } == ["lstm.0:3", "lstm.0:3", "lstm.0:3"])
    let path = run.file("tokens.json")
    let tokens = try CommandRun(
      "export", "tokens", run.path, "--top", "2", "--format", "json", "--output", path)
    #expect(tokens.status == 0 && tokens.output.isEmpty)
    struct Row: Decodable {
      let neuron, stage, token: String
      let rank: Int
    }
    let rows = try JSONDecoder().decode([Row].self, from: Data(contentsOf: URL(fileURLWithPath: path)))
    #expect(Set(rows.map(\.stage)) == ["pretrain", "zero-shot", "finetune"])
    #expect(rows.allSatisfy { $0.rank <= 2 && !$0.token.isEmpty })
    let missing = try CommandRun("export", "table", "/none")
    #expect(missing.status == 66 && missing.saysOneLine)
  }
}
