import Foundation
import NeuronPreferences
import Testing

/// What `txray compare` prints for programs.
@Suite struct CompareCommandTests {
  private func object(_ data: Data) throws -> NSDictionary {
    try #require(try JSONSerialization.jsonObject(with: data) as? NSDictionary)
  }

  /// The command writes its JSON row by row; it is what the library encodes, correlations and dashes included.
  @Test func jsonIsWhatTheLibraryEncodes() throws {
    let run = try SmallRun.make()
    let paths = ["pretrain", "zero-shot", "finetune"].map { run.file("snapshots/\($0).safetensors") }
    for (a, b) in [(paths[0], paths[1]), (paths[1], paths[2])] {
      let printed = try CommandRun("compare", a, b, "--permutations", "19", "--seed", "3", "--format", "json")
      #expect(printed.status == 0 && printed.output.hasSuffix("}\n"))
      let (first, second) = (try Snapshot(path: a), try Snapshot(path: b))
      var transfer = try Transfer(first, second)
      try transfer.test(first, second, permutations: 19, seed: 3)
      #expect(try object(Data(printed.output.utf8)) == object(JSONEncoder().encode(transfer)))
    }
  }

  /// Marks, notes and lists are those of the run, as for `prune` and the explorer.
  @Test func conditionsSeeTheRunsMarks() throws {
    let run = try SmallRun.make()
    let event = #"{"action":"mark","neuron":"lstm.0:3","time":1,"user":"me"}"#
    let listed = #"{"action":"mark","neuron":"lstm.0:6","list":"copulas","time":1,"user":"me"}"#
    try run.write("marks.jsonl", event + "\n" + event.replacing(":3", with: ":5") + "\n" + listed + "\n")
    let paths = ["zero-shot", "finetune"].map { run.file("snapshots/\($0).safetensors") }
    func rows(_ conditions: String) throws -> [Substring] {
      let command = ["--permutations", "0", "--format", "tsv", "--where", conditions]
      let printed = try CommandRun(list: ["compare"] + paths + command)
      #expect(printed.status == 0, "\(printed.errors)")
      return printed.output.split(separator: "\n").dropFirst().compactMap { $0.split(separator: "\t").first }
    }
    #expect(try rows("mark") == ["lstm.0:3", "lstm.0:5"])
    #expect(try rows("!mark").count == 10)
    #expect(try rows("list=copulas") == ["lstm.0:6"])
    #expect(try CommandRun(list: ["compare"] + paths + ["--where", "list=none"]).status == 64)
  }

  @Test func tsvHasTheSameRows() throws {
    let run = try SmallRun.make()
    let paths = ["zero-shot", "finetune"].map { run.file("snapshots/\($0).safetensors") }
    let printed = try CommandRun(list: ["compare"] + paths + ["--permutations", "0", "--format", "tsv"])
    let rows = printed.output.split(separator: "\n").map {
      $0.split(separator: "\t", omittingEmptySubsequences: false)
    }
    let header = try #require(rows.first)
    let transfer = try Transfer(Snapshot(path: paths[0]), Snapshot(path: paths[1]))
    #expect(rows.count == transfer.neurons.count + 1 && rows.allSatisfy { $0.count == header.count })
    for (row, neuron) in zip(rows.dropFirst(), transfer.neurons) {
      let cells = Dictionary(uniqueKeysWithValues: zip(header.map(String.init), row.map(String.init)))
      #expect(cells["neuron"] == "\(neuron.neuron)" && cells["state"] == neuron.state.rawValue)
      #expect(cells["hellinger"] == neuron.hellinger.map { "\($0)" } ?? "")
      #expect(cells["correlation"] == neuron.correlation.map { "\($0)" } ?? "")
      #expect(cells["mass_b"].flatMap(Double.init) == neuron.massB)
      #expect(cells["q"] == "" && cells["evidence"] == neuron.evidence.rawValue)
    }
  }
}
