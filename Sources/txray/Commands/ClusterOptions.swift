import ArgumentParser
import Experiments

/// What a task of a cluster is given, where run.toml's `[cluster]` does not say it, or says it otherwise.
struct ClusterOptions: ParsableArguments {
  @Option(help: "Parts of each stage's text, at most 64. (default: 8)") var shards: Int?
  @Option(help: "Parts of its sites. (default: 1)") var siteShards: Int?
  @Option(help: "Tasks that do them, several shards each. (default: one a shard)") var tasks: Int?
  @Option(help: "Slurm's partition.") var partition: String?
  @Option(help: "Most time of a task, as Slurm takes it: 30, 2:00:00, 1-12.") var time: String?
  @Option(help: "Memory of a task, as Slurm takes it: 4G.") var memory: String?
  @Option(help: "Processors of a task. (default: 2)") var cpus: Int?

  func validate() throws {
    try check(shards, "--shards", ClusterSettings.shardRange)
    try check(siteShards, "--site-shards", ClusterSettings.partRange)
    try check(tasks, "--tasks", ClusterSettings.partRange)
    try check(cpus, "--cpus", ClusterSettings.processorRange)
    for (name, text) in [("--partition", partition), ("--time", time), ("--memory", memory)] {
      guard let text, !ClusterSettings.isWord(text) else { continue }
      throw ValidationError("\(name) takes one word, without quotes")
    }
  }

  private func check(_ number: Int?, _ name: String, _ range: ClosedRange<Int>) throws {
    guard let number, !range.contains(number) else { return }
    throw ValidationError("\(name) takes a number from \(range.lowerBound) to \(range.upperBound)")
  }

  /// The run's settings, with what the options say put in their place.
  func applied(to settings: ClusterSettings) -> ClusterSettings {
    var settings = settings
    if let shards { settings.shards = shards }
    if let siteShards { settings.siteShards = siteShards }
    if let tasks { settings.tasks = tasks }
    if let cpus { settings.cpus = cpus }
    settings.partition = partition ?? settings.partition
    settings.time = time ?? settings.time
    settings.memory = memory ?? settings.memory
    return settings
  }
}
