import ArgumentParser
import Experiments
import Kernels
import NeuronPreferences
import Runs
import Statistics

struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Say what a run's stages show: how preferences form, what transfers, what is forgotten.",
    usage: "txray report <run> [<options>]",
    discussion: """
      Each stage is compared with the one before it, and every distance held against chance. What lies \
      between two stages decides what is asked: more training on the same text (RQ1), other text for the \
      same weights (RQ2), fine-tuning (RQ3). The numbers are also kept as RUN/reports/transfer.json.

      --format html writes one page with plots that needs nothing else: send the file to whoever should read \
      it.
      """)

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text, json, html
  }

  @Argument(help: ArgumentHelp("The run's folder.", valueName: "run"), completion: .directory)
  var path: String
  @Option(help: "How to write it.") var format: Format = .text
  @Option(help: "The file to write; standard output without it.", completion: .file()) var output: String?
  @Option(help: "How distances are measured.") var metric: DistanceMetric = .paper
  @Option(help: "Relabellings of the document blocks that each distance is held against.")
  var permutations = ChangeCriteria.permutations
  @Option(
    help: "What a neuron must stand out by to have moved; see `txray compare --help`.")
  var statistic: TestStatistic = .distance
  @Option(help: "Bootstrap resamples behind each interval.") var resamples = 1000
  @Option(help: "What relabellings and resamples are drawn from.") var seed: UInt64 = 0
  @OptionGroup var threading: ThreadOptions
  @Flag(help: "Don't keep the numbers in RUN/reports, as in a folder that can't be written to.")
  var noKeep = false

  func validate() throws {
    if permutations < 19 {
      throw ValidationError(
        "--permutations takes a number of at least 19: p can't be below 1/(permutations+1)")
    }
    if permutations > ChangeCriteria.permutationLimit {
      throw ValidationError("--permutations takes a number of at most \(ChangeCriteria.permutationLimit)")
    }
    if resamples < 100 { throw ValidationError("--resamples takes a number of at least 100") }
  }

  func run() throws {
    var method = ReportMethod()
    method.metric = metric
    method.permutations = permutations
    method.statistic = statistic
    method.resamples = resamples
    method.seed = seed
    let folder = RunFolder(path)
    let report = try RunReport(folder, method: method, threads: threading.workers.threads)
    let numbers = try JSONText(report).text + "\n"
    try Output.write(to: output) { out in
      switch format {
      case .json: try out.json(piece: numbers)
      case .text: try ReportText(report).write(to: out)
      case .html: try out.document(ReportPage(report).content)
      }
    }
    if !noKeep { try folder.keepReport("transfer", numbers) }
  }
}
