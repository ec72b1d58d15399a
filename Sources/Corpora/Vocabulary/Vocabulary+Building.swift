extension Vocabulary {
  /// What stands first in a vocabulary that is built: the unknown token and the end of a document.
  public static let specialTokens = ["<unk>", "<eos>"]

  /// The vocabulary of a counted corpus: first `special`, then the most frequent words, those of equal count
  /// in the order of their bytes.
  ///
  /// - Parameters:
  ///   - limit: the most tokens it may have, special ones among them; nil for no limit.
  ///   - minimumCount: words that occur less often are left out.
  ///   - special: tokens that stand first whatever their count; the unknown token must be among them.
  /// - Throws: as ``init(tokens:unknown:path:)``.
  /// - Complexity: O(n log n) in the number of distinct words.
  public static func build(
    from counts: WordCounts, limit: Int? = nil, minimumCount: Int = 1,
    special: [String] = specialTokens
  ) throws -> Vocabulary {
    let reserved = Set(special.map { Array($0.utf8) })
    let order = counts.counts.indices
      .filter { counts.counts[$0] >= minimumCount && !reserved.contains(Array(counts.table[$0])) }
      .sorted { a, b in
        let (countA, countB) = (counts.counts[a], counts.counts[b])
        return countA != countB
          ? countA > countB : counts.table[a].lexicographicallyPrecedes(counts.table[b])
      }
    let room = limit.map { max($0 - special.count, 0) } ?? order.count
    return try Vocabulary(
      tokens: special + order.prefix(room).map { String(decoding: counts.table[$0], as: UTF8.self) })
  }
}
