import ArgumentParser
import Experiments
import Kernels

/// What a task of `txray cluster`'s array does. Not shown: the scripts call it.
struct ClusterTaskCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cluster-task", abstract: "Collect the shards of one task of an array.",
    usage: """
      txray cluster-task <run> --stage <stage> --task <task> --tasks <tasks>
        --shards <shards> --site-shards <parts> [--first-pass]
        [--threads <threads>]
      """,
    shouldDisplay: false)

  @Argument(help: ArgumentHelp("The run's folder.", valueName: "run"), completion: .directory)
  var folder: String
  @Option(help: "The stage.") var stage: String
  @Option(help: "The task, from 0.") var task: Int
  @Option(help: "Number of tasks.") var tasks: Int
  @OptionGroup var division: ClusterDivision
  @Flag(help: "Take the shards' parts of the first pass, for thresholds.") var firstPass = false
  @OptionGroup var threading: ThreadOptions

  func validate() throws {
    guard tasks > 0, (0..<tasks).contains(task) else {
      throw ValidationError("--task is one of --tasks, from 0")
    }
  }

  func run() throws {
    Interruption.watch()
    let current = CurrentShard()
    let progress = ProgressDisplay()
    defer { progress.finish() }
    let cluster = try RunCluster(folder, division.applied(to:), workers: threading.workers) { event in
      if case .collecting(_, let done, _) = event { current.advance(to: done) } else { progress.show(event) }
    }
    let numbers = SlurmScript.shards(ofTask: task, of: tasks, shardCount: cluster.settings.shardCount)
    func begin(_ number: Int, _ progress: String) {
      current.finish()
      let what = firstPass ? "first pass over shard" : "shard"
      MessageStream.say("\(what) \(number) of \(cluster.settings.shardCount)")
      current.begin(progress)
    }
    do {
      if firstPass {
        try cluster.pipeline.takeFirstPass(numbers, ofPass: stage, cluster.settings, begin: begin)
      } else {
        try cluster.pipeline.collectShards(numbers, ofPass: stage, cluster.settings, begin: begin)
      }
      current.finish()
    } catch {
      current.finish(FailureReport.text(error))
      throw error
    }
  }
}

/// Which shards a stage has.
struct ClusterDivision: ParsableArguments {
  @Option(help: "Parts of the text.") var shards: Int
  @Option(help: "Parts of the sites.") var siteShards: Int

  func validate() throws {
    for (number, name, range) in [
      (shards, "--shards", ClusterSettings.shardRange),
      (siteShards, "--site-shards", ClusterSettings.partRange),
    ] where !range.contains(number) {
      throw ValidationError("\(name) takes a number from \(range.lowerBound) to \(range.upperBound)")
    }
  }

  /// The run's settings, divided so.
  func applied(to settings: ClusterSettings) -> ClusterSettings {
    var settings = settings
    settings.shards = shards
    settings.siteShards = siteShards
    return settings
  }
}

/// The shard that a task is at, which it tells its progress of from time to time.
private final class CurrentShard {
  private var path: String?
  private var begun = 0.0
  private var said = 0.0
  private var tokens = 0

  func begin(_ path: String) {
    self.path = path
    begun = ShardProgress.now
    tokens = 0
    say(nil)
  }

  func advance(to tokens: Int) {
    self.tokens = tokens
    if ShardProgress.now - said >= ShardProgress.interval { say(nil) }
  }

  /// The shard is done, or given up.
  func finish(_ failure: String? = nil) {
    say(failure)
    path = nil
  }

  private func say(_ failure: String?) {
    guard let path else { return }
    said = ShardProgress.now
    // Whoever watches learns less; the shard itself is none the worse.
    try? ShardProgress(tokens: tokens, seconds: said - begun, time: said, failure: failure).write(to: path)
  }
}
