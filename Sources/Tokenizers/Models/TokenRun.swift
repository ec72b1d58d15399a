/// Tokens of a text in order, each with its place in the text as it is after normalization.
struct TokenRun {
  private(set) var ids: [Int32] = []
  private(set) var ranges: [Range<Int>] = []

  /// Number of tokens.
  var count: Int { ids.count }

  /// Appends a token.
  @inline(__always)
  mutating func append(_ id: Int32, _ lower: Int, _ upper: Int) {
    ids.append(id)
    ranges.append(lower..<max(lower, upper))
  }

  /// Takes the tokens from number `first` on away.
  mutating func removeTokens(from first: Int) {
    ids.removeSubrange(first...)
    ranges.removeSubrange(first...)
  }

  /// Takes all tokens away, but keeps the memory.
  mutating func clear() {
    ids.removeAll(keepingCapacity: true)
    ranges.removeAll(keepingCapacity: true)
  }
}
