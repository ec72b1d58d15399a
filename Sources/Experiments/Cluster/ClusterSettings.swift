import NeuronPreferences

/// How a run's snapshots are collected on a cluster: the resources of a task, and into how many shards a stage is divided.
public struct ClusterSettings: Equatable, Sendable {
  /// Parts of the text of a stage.
  public var shards = 8
  /// Parts of the sites of a stage; 1 for all sites in each task.
  public var siteShards = 1
  /// Tasks that the shards of a stage are dealt out to; nil for one a shard.
  public var tasks: Int?
  /// Slurm's partition, nil for its default.
  public var partition: String?
  /// The time of a task, as Slurm writes it; nil for the partition's own.
  public var time: String?
  /// The memory of a task, as Slurm writes it, e.g. `4G`; nil for the partition's own.
  public var memory: String?
  /// Processors of a task.
  public var cpus = 2
  /// Lines to be put into the scripts before the program is run: `#SBATCH` options, `module load`.
  public var lines: [String] = []

  /// The usual ones.
  public init() {}

  /// Shards of a stage, those of text and sites together.
  public var shardCount: Int { shards * siteShards }

  /// Parts that a text can be divided into: its blocks of documents.
  public static let shardRange = 1...CollectionPlan.usualBlockCount
  /// Parts of the sites, and tasks.
  public static let partRange = 1...1 << 20
  /// Processors of a task.
  public static let processorRange = 1...1 << 12
}
