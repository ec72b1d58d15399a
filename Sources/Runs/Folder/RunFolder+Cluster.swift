extension RunFolder {
  /// The folder of what a cluster is given and leaves behind.
  public var cluster: String { resolve("cluster") }
  /// The script of the array of tasks that collects a stage's shards.
  public func clusterScript(_ stage: String) -> String { resolve("cluster/\(stage).sbatch") }
  /// The script of the job that merges them.
  public func mergeScript(_ stage: String) -> String { resolve("cluster/\(stage)-merge.sbatch") }
  /// The folder of what the tasks print.
  public var clusterLogs: String { resolve("cluster/logs") }
  /// The folder of a stage's shards, of which there are `count`.
  public func shards(_ stage: String, count: Int) -> String { resolve("cluster/shards/\(stage)/\(count)") }
  /// A shard of a stage, numbered from 1.
  public func shard(_ stage: String, _ number: Int, count: Int) -> String {
    "\(shards(stage, count: count))/\(number).safetensors"
  }
  /// How far the collection of a shard is.
  public func shardProgress(_ stage: String, _ number: Int, count: Int) -> String {
    "\(shards(stage, count: count))/\(number).json"
  }
}
