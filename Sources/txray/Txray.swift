import ArgumentParser

/// The command line.
@main
struct Txray: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "txray",
    abstract: "See which neurons of a language model kept, forgot and gained what between training stages.",
    usage: """
      txray <subcommand>
      txray <run>
      """,
    discussion: """
      A run is a folder with a run.toml that names texts, a model and stages. `txray run` makes what it \
      describes; `txray explore` opens it. Plain `txray RUN` is `txray explore RUN`.

      Results go to standard output, progress and messages to standard error. Exit codes: 0 done, 64 wrong \
      usage, 65 bad input data, 66 input not found, 70 our bug, 74 read or write failed, 130 interrupted, \
      141 the reader of the results went away.
      """,
    version: ProgramVersion.full,
    subcommands: [
      NewCommand.self, RunCommand.self, ClusterCommand.self, ClusterTaskCommand.self,
      ClusterMergeCommand.self,
      PretrainCommand.self, FinetuneCommand.self, CollectCommand.self,
      CollectRecordingCommand.self, CollectTransformerCommand.self, ActivationsTransformerCommand.self,
      EvaluateTransformerCommand.self, RecorderCommand.self, ImportCommand.self,
      MergeCommand.self, CompareCommand.self, ReportCommand.self, ShowCommand.self, PruneCommand.self,
      ExportCommand.self, InspectCommand.self, ActivationsCommand.self, EvaluateCommand.self,
      TokenizeCommand.self, TagCommand.self, ExploreCommand.self, ThemesCommand.self,
    ],
    defaultSubcommand: ExploreCommand.self)

  static func main() {
    StandardStream.prepare()
    do {
      var command = try parseAsRoot(
        TransformerCommands.routed(
          CollectRecordingCommand.routed(Array(CommandLine.arguments.dropFirst()))))
      try command.run()
    } catch {
      FailureReport(error).exit(as: Self.self)
    }
  }
}
