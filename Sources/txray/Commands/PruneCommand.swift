import ArgumentParser
import Experiments
import Kernels
import NeuronPreferences
import Pruning
import Runs

extension PruningMode: ExpressibleByArgument {}
extension NeuronRanking: ExpressibleByArgument {}
extension TransferState: ExpressibleByArgument {}

struct PruneCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "prune",
    abstract:
      "Take neurons out of a run's model and see what that does, beside random masks of the same size.",
    usage: "txray prune <run> <which neurons> [<options>]",
    discussion: """
      Neurons are those marked in the explorer, listed, or picked by what became of them between two stages; \
      --state, --where and --by --top narrow one another. Verdicts are those of compare and report. Where the \
      stages have snapshots under a policy that neurons are judged on beside max1, conditions on preferences \
      (moved, q, distance, tags, tokens, states moved, kept and shared) look at the former, those on wins and \
      their mass at the latter, here as in the explorer; the result says which. Modes:
        readout     they read as zero in head, decoder and the layer above
        recurrent   they are held at zero at every step
        structural  removed: the recurrent mode's outputs from a smaller model
        zero        a transformer's neurons or heads are held at zero
        mean        they are held at their mean over the training text
      Scores are perplexity, or accuracy, F1 and AUC of a classifier. They come for a corpus the model was trained \
      on and one it wasn't (--train and --held-out, or train and held_out under [pruning] in run.toml; without them a \
      transformer is scored on its stage's text), with 95% intervals from \
      resampling documents, and the change on the same resamples. Beside them stand the lowest and highest \
      score of random masks of the same size, and how many of these the chosen neurons beat: the percentage \
      that does worse. The neurons of "matched" masks have about the same activation mass as the chosen \
      ones. With --recover, the pruned classifier is fine-tuned on, its pruned weights held at zero, and \
      scored once more. Results are kept in RUN/reports and found again as long as nothing they depend on \
      has changed.
      """)

  @OptionGroup var choice: ChoiceOptions
  @OptionGroup var scoring: PruneScoringOptions
  @Option(help: ArgumentHelp("Prune 0 to 100% of the neurons in an order instead.", valueName: "ranking"))
  var curve: NeuronRanking?
  @OptionGroup var export: PruneExportOptions
  @OptionGroup var result: FormatOptions

  func validate() throws {
    if curve != nil, !choice.isEmpty {
      throw ValidationError("--curve prunes all neurons step by step; don't choose neurons as well")
    }
    if curve == nil, choice.isEmpty {
      throw ValidationError(
        "say which neurons: --marked, --list, --neurons, --heads, --state, --where or --by with --top; or --curve"
      )
    }
    if curve != nil, export.kind != nil { throw ValidationError("--curve and --export exclude each other") }
  }

  func run() throws {
    Interruption.watch()
    let study = try PruningStudy(
      RunFolder(choice.run), plan: choice.plan(scoring), program: ProgramVersion.build,
      workers: scoring.threading.workers)
    study.isCancelled = { Interruption.happened }
    if let curve { return try trace(curve, study) }
    let chosen = try study.choose(choice.choice())
    if let kind = export.kind {
      return try export.write(kind, study, chosen)
    }
    let progress = PruningProgress()
    defer { progress.finish() }
    let report = try study.report(chosen) { progress.show($0) }
    progress.finish()
    try Output.write { try PruningText(output: $0, result: result).write(report) }
    warnIfNotKept(study)
  }

  private func trace(_ ranking: NeuronRanking, _ study: PruningStudy) throws {
    let progress = PruningProgress()
    defer { progress.finish() }
    let curve = try study.curve(ranking) { progress.show($0) }
    progress.finish()
    try Output.write { try PruningText(output: $0, result: result).write(curve) }
    warnIfNotKept(study)
  }

  private func warnIfNotKept(_ study: PruningStudy) {
    guard !study.isKept else { return }
    MessageStream.note(
      "the result can't be kept in \(study.folder.path)/reports; it will be computed again"
    )
  }
}
