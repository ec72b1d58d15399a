/// What one document block contributed to a snapshot.
public struct BlockSummary: Hashable, Sendable {
  /// Whether this snapshot covers the block; a shard covers some, and an empty block may be covered.
  public var isIncluded = false
  /// Documents that fell into it.
  public var documents = 0
  /// Tokens scanned in them.
  public var tokens = 0

  /// A block that is not covered.
  public init() {}
}
