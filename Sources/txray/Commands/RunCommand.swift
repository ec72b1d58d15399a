import ArgumentParser
import Experiments
import Kernels
import Runs

/// Options of every command that trains.
struct TrainingOptions: ParsableArguments {
  @Argument(help: "The run's folder.", completion: .directory)
  var run: String

  @OptionGroup var threading: ThreadOptions

  /// Does a part of the run, showing progress; stops cleanly at Ctrl-C.
  func perform(_ part: RunPipeline.Part) throws {
    let folder = RunFolder(run)
    let description = try RunDescription(folder)
    Interruption.watch()
    let progress = ProgressDisplay()
    defer { progress.finish() }
    var unkept: (any Error)?
    let pipeline = RunPipeline(
      description, folder: folder, program: ProgramVersion.program, workers: threading.workers,
      tell: { event in
        progress.show(event)
        guard case .audited(let audit) = event else { return }
        do { try AuditListing(audit).keep(in: folder) } catch { unkept = error }
      }, isCancelled: { Interruption.happened })
    try pipeline.run(part)
    // What was collected stays.
    if let unkept { throw unkept }
  }
}

struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Do everything run.toml describes that is not done yet: train, fine-tune, take snapshots.",
    discussion: """
      Training is saved after every epoch; after Ctrl-C, or a crash, the same command goes on from there \
      with the same results. Files made by other settings are never overwritten.

      What the audit of models from elsewhere finds before they are collected is said, and kept as \
      RUN/reports/audit.json.
      """)

  @OptionGroup var options: TrainingOptions

  func run() throws { try options.perform(.all) }
}

struct PretrainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pretrain", abstract: "Make the vocabulary and pretrain the language model of a run.")

  @OptionGroup var options: TrainingOptions

  func run() throws { try options.perform(.pretrain) }
}

struct FinetuneCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "finetune", abstract: "Fine-tune the classifier of a run, pretraining first if need be.")

  @OptionGroup var options: TrainingOptions

  func run() throws { try options.perform(.finetune) }
}
