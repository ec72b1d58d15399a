import Sites
import TensorFiles

/// Every neuron's preferences at one stage under one policy, read from a memory-mapped file.
///
/// Opening reads the header and checks row pointers, O(neurons); preferences are decoded row by row when
/// they are asked for. Safe to read from any number of threads.
public final class Snapshot: Sendable {
  /// What `__metadata__` calls the format.
  public static let format = "txray.snapshot"
  /// The version of the layout that is written and read.
  public static let version = 1

  /// The mapped file.
  public let file: SafetensorsFile
  /// Where the snapshot comes from.
  public let origin: SnapshotOrigin
  /// Which activations counted.
  public let policy: CollectionPolicy
  /// Where they were read; numbers the rows of all columns.
  public let sites: SiteList
  /// All sites of the collection, of which a part of it has some, one after the other; else the same as ``sites``.
  public let wholeSites: SiteList
  /// How much text was read, and what was left out.
  public let counts: CollectionCounts
  /// The document blocks.
  public let blocks: [BlockSummary]
  /// Preferences by token.
  public let tokens: FeatureTable
  /// Preferences by tag; nil where the text carried no tags.
  public let tags: FeatureTable?
  /// Moments and histograms; nil in snapshots made from others' results.
  public let moments: MomentTable?

  /// How far each neuron does what it did in the parent checkpoint; nil where that was not compared.
  public let parent: ParentTable?
  /// Each neuron's threshold, by row; nil unless the policy has any.
  public let thresholds: MappedColumn<Float>?
  /// Tokens that were left out at the start of each document.
  public let skippedStarts: Int
  /// Firings with the text around them; nil where none were kept.
  public let contexts: ContextTable?
  /// Most contexts that a neuron keeps of each selection.
  let contextLimits: [Int]

  /// The path it was opened by.
  public var path: String { file.path }
  /// Number of neurons, that is of rows.
  public var neuronCount: Int { sites.neuronCount }

  /// Opens the snapshot at `path`.
  ///
  /// - Throws: ``SnapshotError``.
  public init(path: String) throws(SnapshotError) {
    do throws(TensorFileError) {
      file = try SafetensorsFile(path: path)
    } catch {
      throw .file(error)
    }
    let metadata = SnapshotMetadata(path: path, values: file.metadata)
    try metadata.checkFormat()
    origin = try metadata.origin()
    policy = try metadata.policy()
    sites = try metadata.sites()
    wholeSites = try metadata.wholeSites(sites)
    if sites.neuronCount > TripleKey.rowLimit {
      throw .badMetadata(path: path, key: "sites", found: sites.description)
    }
    counts = try metadata.counts()
    blocks = try Self.readBlocks(file)
    tokens = try FeatureTable(
      file, kind: .token, neurons: sites.neuronCount, blocks: blocks.count,
      tokens: counts.tokensScanned)
    tags =
      file.tensor(named: "tag.rows") == nil
      ? nil
      : try FeatureTable(
        file, kind: .tag, neurons: sites.neuronCount, blocks: blocks.count,
        tokens: counts.tokensScanned)
    moments =
      file.tensor(named: "moments.count") == nil
      ? nil
      : try MomentTable(
        file, neurons: sites.neuronCount, blocks: blocks.count,
        ranges: metadata.histogramRanges(sites: sites.sites.count))
    parent =
      if let moments, file.tensor(named: "parent.count") != nil {
        try ParentTable(file, own: moments)
      } else {
        nil
      }
    skippedStarts = try metadata.skippedStarts()
    thresholds =
      policy.kind.needsThresholds && file.tensor(named: "policy.threshold") != nil
      ? try Self.readThresholds(file, neurons: sites.neuronCount) : nil
    let hasContexts = file.tensor(named: "context.rows") != nil
    contexts =
      hasContexts
      ? try ContextTable(file, neurons: sites.neuronCount, vocabulary: tokens.featureCount) : nil
    contextLimits = hasContexts ? try metadata.contextLimits() : []
  }

  /// The table of that kind of feature, or nil if the snapshot has none.
  public func table(_ kind: FeatureKind) -> FeatureTable? {
    switch kind {
    case .token: tokens
    case .tag: tags
    }
  }

  /// The table of that kind of feature.
  ///
  /// - Throws: ``SnapshotError/noTags(path:)``.
  public func requiredTable(_ kind: FeatureKind) throws(SnapshotError) -> FeatureTable {
    guard let table = table(kind) else { throw .noTags(path: path) }
    return table
  }

  private static func readThresholds(
    _ file: SafetensorsFile, neurons: Int
  ) throws(SnapshotError) -> MappedColumn<Float> {
    do throws(TensorFileError) {
      _ = try file.requiredTensor(named: "policy.threshold", shape: [neurons])
      return try file.column("policy.threshold")
    } catch {
      throw .file(error)
    }
  }

  private static func readBlocks(_ file: SafetensorsFile) throws(SnapshotError) -> [BlockSummary] {
    let count = file.tensor(named: "block.included")?.count ?? 0
    if count > TripleKey.blockLimit {
      throw .inconsistent(path: file.path, tensor: "block.included", index: TripleKey.blockLimit)
    }
    do throws(TensorFileError) {
      let included = try IntegerColumn(file, "block.included", shape: [nil])
      let documents = try IntegerColumn(file, "block.documents", shape: [included.count])
      let tokens = try IntegerColumn(file, "block.tokens", shape: [included.count])
      return (0..<included.count).map { block in
        var summary = BlockSummary()
        summary.isIncluded = included[block] != 0
        summary.documents = documents[block]
        summary.tokens = tokens[block]
        return summary
      }
    } catch {
      throw .file(error)
    }
  }
}
