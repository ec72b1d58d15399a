import ArgumentParser
import Experiments
import Explorer
import Kernels
import NeuronPreferences
import Pruning
import Runs

struct ExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "Write masks, neurons or their tokens for other programs.",
    subcommands: [ExportMaskCommand.self, ExportTokensCommand.self, ExportTableCommand.self])
}

struct ExportMaskCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "mask",
    abstract: "Write which neurons to keep: a vector of zeros and ones for each site (safetensors, U8).",
    usage: "txray export mask <run> <which neurons> --output <file> [<options>]",
    discussion: "The same as prune --export keep-mask; prune --export also writes pruned models.")

  @OptionGroup var choice: ChoiceOptions
  @OptionGroup var scoring: PruneScoringOptions
  @Option(help: "Where to.", completion: .file()) var output: String

  func validate() throws {
    if choice.isEmpty { throw ValidationError("say which neurons, for example --marked") }
  }

  func run() throws {
    let study = try PruningStudy(
      RunFolder(choice.run), plan: choice.plan(scoring), program: ProgramVersion.build,
      workers: scoring.threading.workers)
    try study.export(study.choose(choice.choice()), as: .keepMask, to: output)
  }
}

/// A run's snapshots in the order of its stages, or snapshots by themselves, and where to write.
struct SnapshotTableOptions: ParsableArguments {
  @Argument(help: ArgumentHelp("A run, or snapshots.", valueName: "run"), completion: .file()) var runs:
    [String]
  @Option(help: "Where to; standard output by default.", completion: .file()) var output: String?
  @Option(help: "How to write it.") var format: OutputFormat = .tsv
  @OptionGroup var cells: CellOptions

  func write(_ header: [String], _ rows: [[String]], _ records: [some Encodable]) throws {
    try Output.write(to: output) { out in
      if format == .json {
        try out.json(records)
      } else {
        try out.table(header, rows, as: format, cells)
      }
    }
  }
}

struct ExportTokensCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tokens", abstract: "Write the tokens that every neuron prefers at every stage.",
    usage: "txray export tokens <run> ... [<options>]")

  @OptionGroup var options: SnapshotTableOptions
  @Option(help: "Tokens of each neuron at most.") var top = 20

  func validate() throws {
    if top < 1 { throw ValidationError("--top takes a number of at least 1") }
  }

  private struct Record: Encodable {
    let neuron, stage, token: String
    let rank, count: Int
    let sum, max, p: Double
  }

  func run() throws {
    var records: [Record] = []
    for stage in try Run.open(options.runs, ownFiles: true).stages {
      let snapshot = stage.snapshot
      for row in 0..<snapshot.neuronCount {
        let neuron = snapshot.sites.neuron(atRow: row).description
        let preferences = try snapshot.tokens.preferences(ofRow: row)
        let shares = DistanceMetric.paper.shares(of: preferences)?.shares
        let order = preferences.indices.sorted {
          (-preferences[$0].sum, preferences[$0].feature) < (-preferences[$1].sum, preferences[$1].feature)
        }
        for (rank, place) in order.prefix(top).enumerated() {
          let preference = preferences[place]
          records.append(
            Record(
              neuron: neuron, stage: stage.snapshot.origin.stage,
              token: snapshot.tokens.name(of: preference.feature),
              rank: rank + 1, count: preference.count, sum: preference.sum,
              max: Double(preference.maximum), p: shares?[place] ?? 0))
        }
      }
    }
    try options.write(
      ["neuron", "stage", "rank", "token", "count", "sum", "max", "p"],
      records.map {
        [$0.neuron, $0.stage, "\($0.rank)", $0.token, "\($0.count)", "\($0.sum)", "\($0.max)", "\($0.p)"]
      }, records)
  }
}

struct ExportTableCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "table",
    abstract: "Write a row for every neuron and stage: wins, mass, length, mean, marks.",
    usage: "txray export table <run> ... [<options>]"
  )

  @OptionGroup var options: SnapshotTableOptions

  private struct Record: Encodable {
    let neuron, stage: String
    let count, length: Int
    let mass: Double
    let mean, deviation: Double?
    let marked: Bool
  }

  func run() throws {
    let run = try Run.open(options.runs, ownFiles: true)
    let marked = try MarkLog(path: run.folder.marks).marked
    let records = run.stages.flatMap { stage in
      (0..<run.neuronCount).map { row in
        let neuron = run.sites.neuron(atRow: row)
        let snapshot = stage.snapshot
        return Record(
          neuron: neuron.description, stage: stage.snapshot.origin.stage, count: snapshot.tokens.wins[row],
          length: snapshot.tokens.length[row], mass: snapshot.tokens.mass[row],
          mean: snapshot.moments?.mean(ofRow: row),
          deviation: snapshot.moments?.standardDeviation(ofRow: row), marked: marked.contains(neuron))
      }
    }
    try options.write(
      ["neuron", "stage", "count", "length", "mass", "mean", "deviation", "marked"],
      records.map {
        [
          $0.neuron, $0.stage, "\($0.count)", "\($0.length)", "\($0.mass)", $0.mean.map { "\($0)" } ?? "",
          $0.deviation.map { "\($0)" } ?? "", "\($0.marked)",
        ]
      }, records)
  }
}
