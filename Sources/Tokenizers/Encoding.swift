/// The tokens of a text.
public struct Encoding: Sendable, Equatable {
  /// Their ids.
  public internal(set) var ids: [Int32] = []
  /// The bytes of the raw text that each stands for; several tokens may stand for one scalar. Empty for tokens that
  /// the post-processor inserted, and for those that stand for nothing in the text.
  public internal(set) var offsets: [Range<Int>] = []
  /// Whether the post-processor inserted them.
  public internal(set) var isInserted: [Bool] = []

  /// Number of tokens.
  public var count: Int { ids.count }

  mutating func append(_ id: Int32, _ range: Range<Int>, isInserted: Bool) {
    ids.append(id)
    offsets.append(range)
    self.isInserted.append(isInserted)
  }
}
