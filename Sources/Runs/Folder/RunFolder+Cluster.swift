import Files

extension RunFolder {
  /// The script of the array of tasks that collects a stage's shards.
  public func clusterScript(_ stage: String) -> String { resolve("cluster/\(stage).sbatch") }
  /// The script of the array before it, which takes the first pass over the stage's text.
  public func firstPassScript(_ stage: String) -> String { resolve("cluster/\(stage)-first.sbatch") }
  /// The script of the job that merges them.
  public func mergeScript(_ stage: String) -> String { resolve("cluster/\(stage)-merge.sbatch") }
  /// The folder of what the tasks print.
  public var clusterLogs: String { resolve("cluster/logs") }
  /// A shard of a snapshot, numbered from 1; there are `count`.
  public func shard(_ snapshot: String, _ number: Int, count: Int) -> String {
    resolve("cluster/shards/\(snapshot)/\(count)/\(number).safetensors")
  }
  /// How far the collection of a stage's shard is.
  public func shardProgress(_ stage: String, _ number: Int, count: Int) -> String {
    resolve("cluster/shards/\(stage)/\(count)/\(number).json")
  }

  /// What a part of the first pass over a stage's text gave, numbered as its shards.
  public func firstPass(_ stage: String, _ number: Int, count: Int) -> String {
    resolve("cluster/first-pass/\(stage)/\(count)/\(number).safetensors")
  }
  /// How far that part is.
  public func firstPassProgress(_ stage: String, _ number: Int, count: Int) -> String {
    resolve("cluster/first-pass/\(stage)/\(count)/\(number).json")
  }

  /// Makes the folders inside of the run that a path of it needs, unless they are there.
  ///
  /// - Throws: `FileError`.
  public func makeFolders(for path: String) throws(FileError) {
    guard path.hasPrefix("\(self.path)/") else { return }
    var made = self.path
    for part in path.dropFirst(made.count + 1).split(separator: "/").dropLast() {
      made += "/\(part)"
      try makeFolder(made)
    }
  }
}
