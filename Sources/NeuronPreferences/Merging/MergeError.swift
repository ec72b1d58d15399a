/// Why parts of a collection could not be put together.
public enum MergeError: Error, Equatable, Sendable {
  /// Some parts can't be used; all that can't are named.
  case unfit([PartFault])
  /// Parts are missing.
  case incomplete(MissingParts)
  /// The merged snapshot could not be written.
  case file(SnapshotError)
}

/// What keeps one file from being a part of a collection beside the others.
public enum PartFault: Equatable, Sendable {
  /// It is not there, cut short, or contradicts itself.
  case damaged(SnapshotError)
  /// It belongs to another collection than most of the others: `what` differs.
  case foreign(path: String, what: MergeObstacle, expected: String, found: String)
  /// It holds a block of documents, at a site, that another part has already.
  case duplicate(path: String, of: String, block: Int, site: String)
}

/// What a collection lacks.
public struct MissingParts: Equatable, Sendable {
  /// Blocks of documents that no part covers at all sites, of so many.
  public let blocks: [Int]
  /// Blocks of documents in all.
  public let blockCount: Int
  /// Sites that no part covers.
  public let sites: [String]

  /// Names what is missing.
  public init(blocks: [Int], blockCount: Int, sites: [String]) {
    self.blocks = blocks
    self.blockCount = blockCount
    self.sites = sites
  }
}

/// What keeps two snapshots from being parts of one collection.
public enum MergeObstacle: String, Sendable, CaseIterable {
  case stage, policy, sites, blocks, vocabulary, tags, checkpoint, lineage, corpus, tokenizer, tagger
  case seed, histogram, moments, contexts, parent, thresholds, recipe, window, overlap
  case skippedStarts = "number of tokens left out of each document"
  case documents = "number of documents in a block"
}
