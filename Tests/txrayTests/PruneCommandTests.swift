import Foundation
import Glibc
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
    #expect(lines.allSatisfy { $0.count == 15 })
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
      (["--rule", "mass<-1"], 66, "no neuron is chosen by mass<-1"),
      (["--rule", "mass<0", "--from", "x"], 66, "no stage is called \"x\""),
    ]
    for (arguments, status, text) in cases {
      let result = try CommandRun(list: ["prune", run.path] + arguments)
      #expect(result.status == status, "\(arguments)")
      #expect(result.saysOneLine && result.errors.contains(text), "\(arguments): \(result.errors)")
      #expect(result.output.isEmpty)
    }
    for arguments in [
      [], ["--rule", "weight<1"], ["--marked", "--neurons", "1"], ["--by", "random"],
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
