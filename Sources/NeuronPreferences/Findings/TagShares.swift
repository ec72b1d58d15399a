/// How the activation mass of a stage is spread over parts of speech, against how often they occur (TX-Ray, section
/// 3.2).
public struct TagShares: Sendable {
  /// One tag.
  public struct Share: Sendable {
    /// Its id.
    public let tag: Int
    /// Its name.
    public let name: String
    /// Share of the tagged tokens.
    public let corpus: Double
    /// Share of the activation mass of all neurons; a negative mass counts as none.
    public let mass: Double
  }

  /// The tags, the most frequent first, equal ones by name.
  public let shares: [Share]

  /// Measures a stage. O(entries of tags).
  ///
  /// - Throws: ``SnapshotError`` if a row is damaged.
  public init(_ table: FeatureTable) throws(SnapshotError) {
    self.init(table, try TagBlocks(table))
  }

  /// The same where the masses have been added up before.
  public init(_ table: FeatureTable, _ blocks: TagBlocks) {
    let total = Double((0..<table.featureCount).reduce(0) { $0 + table.frequency[$1] })
    let mass = blocks.shares(of: .mass)
    shares = table.names().enumerated().map { tag, name in
      Share(
        tag: tag, name: name, corpus: total > 0 ? Double(table.frequency[tag]) / total : 0,
        mass: mass?[tag] ?? 0)
    }.sorted { ($1.corpus, $0.name) < ($0.corpus, $1.name) }
  }
}
