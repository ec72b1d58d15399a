import Sites

/// A snapshot in memory, about to be written.
public struct SnapshotDraft: Sendable {
  /// Where it comes from.
  public var origin: SnapshotOrigin
  /// Which activations counted.
  public let policy: CollectionPolicy
  /// Where they were read.
  public let sites: SiteList
  /// All sites of the collection where these are a part of them; nil where these are all.
  public internal(set) var wholeSites: SiteList?
  /// How much text was read.
  public let counts: CollectionCounts
  /// The document blocks.
  public let blocks: [BlockSummary]
  /// Preferences by token.
  public let tokens: FeatureRows
  /// Preferences by tag, nil where the text carried none.
  public let tags: FeatureRows?
  let moments: MomentColumns?
  let parent: ParentColumns?
  let contexts: ContextShelf?
  /// Each neuron's threshold, where the policy has any.
  let thresholds: [Float]?
  /// Tokens left out at the start of each document.
  let skippedStarts: Int
}
