import ArgumentParser
import Experiments
import NeuronPreferences

/// What the job after `txray cluster`'s tasks does. Not shown: the scripts call it.
struct ClusterMergeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cluster-merge", abstract: "Merge the shards of a stage, if all are there.",
    usage: """
      txray cluster-merge <run> --stage <stage> --shards <shards>
        --site-shards <parts>
      """,
    shouldDisplay: false)

  @Argument(help: ArgumentHelp("The run's folder.", valueName: "run"), completion: .directory)
  var folder: String
  @Option(help: "The stage.") var stage: String
  @OptionGroup var division: ClusterDivision

  func run() throws {
    let progress = ProgressDisplay()
    defer { progress.finish() }
    let cluster = try RunCluster(folder, division.applied(to:), tell: progress.show)
    do {
      try cluster.pipeline.mergeShards(ofPass: stage, cluster.settings)
    } catch let error as MergeError {
      MessageStream.say("txray: not merged; `txray cluster \(folder) --submit` collects what is missing")
      throw error
    }
  }
}
