import ArgumentParser
import Experiments
import NeuronPreferences

struct ImportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import", abstract: "Turn what other programs recorded into a snapshot.",
    subcommands: [ImportTableCommand.self])
}

struct ImportTableCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tsv",
    abstract: "Turn a table of the published TX-Ray code into a snapshot.",
    usage: "txray import tsv <file> --stage <name> --output <file> [<options>]",
    discussion: """
      The columns inputs, max_activations and max_activation_index are needed, POS is used where it stands; \
      the others are ignored. Rows that don't say which neuron won are left out and counted. Words such as \
      null or NA, which the published code loses, are words here, and numbers stay text.

      `txray compare A B --metric repo-compat` gives the published code's distances for two such snapshots. \
      The table doesn't say where documents end: in tests by permutation, stretches of 100 rows stand in for \
      documents.
      """)

  @Argument(help: "The table, plain or gzip-compressed; - for standard input.", completion: .file())
  var file: String
  @Option(help: "The stage's name.") var stage: String
  @Option(help: "The snapshot to write.", completion: .file()) var output: String
  @Option(help: "How many neurons the model has. Default: as many as the rows show.") var neurons: Int?
  @Option(help: "What the neurons' layer is called.") var site = "lstm.0"

  func validate() throws {
    if let neurons, neurons < 1 { throw ValidationError("--neurons takes a number of at least 1") }
  }

  func run() throws {
    Interruption.watch()
    let progress = ProgressDisplay()
    defer { progress.finish() }
    let (draft, notes) = try WinnerTable(path: file, site: site, neurons: neurons).read(
      stage: stage, program: ProgramVersion.program
    ) { rows in
      if Interruption.happened { throw RunError.interrupted(checkpoint: nil, savedEpochs: 0) }
      progress.show(.collecting(stage: stage, done: rows, total: nil))
    }
    try draft.write(to: output)
    for line in warnings(notes) { progress.finish(saying: "txray: \(file): \(line)") }
    progress.show(.collected(stage: stage, policy: .max1, tokens: notes.imported, path: output))
  }

  /// What a user of the published code should know about this table.
  private func warnings(_ notes: WinnerTableNotes) -> [String] {
    var lines: [String] = []
    for flaw in WinnerTableNotes.Flaw.allCases {
      guard let (count, line) = notes.skipped[flaw] else { continue }
      lines.append("\(rows(count)) left out: \(flaw.rawValue) (the first at line \(line))")
    }
    if notes.wordsReadAsMissing > 0 {
      lines.append(
        "\(rows(notes.wordsReadAsMissing)) with a word like null or NA, which the published code takes for missing; "
          + "kept as a word")
    }
    if notes.allTokensAreNumbers {
      lines.append("every token is a number; the published code compares 007 with 7, here they differ")
    }
    if notes.negativeActivations > 0 {
      lines.append(
        "\(rows(notes.negativeActivations)) with a negative maximum; by --metric repo-compat, a neuron with both signs "
          + "has no distance, as the published code gets none")
    }
    if neurons == nil {
      lines.append("\(notes.neurons) neurons, as far as the rows show; --neurons says how many there are")
    }
    return lines
  }

  private func rows(_ count: Int) -> String { count == 1 ? "1 row" : "\(grouped(count)) rows" }
}
