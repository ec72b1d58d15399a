/// Documents cut into parts that are worked through one after another: each with work for every thread, and short enough
/// that somebody who stops doesn't wait long.
///
/// What is computed of a document depends on no other, so results don't depend on where they are cut.
struct DocumentParts {
  /// Tokens of a part for each thread: several of the passes that a model makes at once, so that those that end last
  /// cost little.
  static let tokensOfThread = 2048

  /// The documents of each part, in order.
  let ranges: [Range<Int>]

  /// Cuts documents. O(documents).
  ///
  /// - Parameters:
  ///   - lengths: how many tokens are read of each.
  ///   - limit: most documents of a part.
  init(_ lengths: [Int], threads: Int, limit: Int = .max) {
    let most = Self.tokensOfThread * max(2, threads)
    var ranges: [Range<Int>] = []
    var (first, tokens) = (0, 0)
    for (document, length) in lengths.enumerated() {
      if document > first, tokens + length > most || document - first >= limit {
        ranges.append(first..<document)
        (first, tokens) = (document, 0)
      }
      tokens += length
    }
    if first < lengths.count { ranges.append(first..<lengths.count) }
    self.ranges = ranges
  }
}
