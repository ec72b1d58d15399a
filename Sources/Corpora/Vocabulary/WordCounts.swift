import Files

/// How often each word of a corpus occurs.
public struct WordCounts: Sendable {
  /// Whether words are counted in lower case.
  public let lowercases: Bool
  /// Number of words counted.
  public private(set) var total = 0
  private(set) var table = ByteStringTable(capacity: 1 << 15)
  private(set) var counts: [Int] = []

  /// Number of distinct words.
  public var distinct: Int { counts.count }

  /// Nothing counted yet.
  public init(lowercases: Bool) {
    self.lowercases = lowercases
  }

  /// Counts the words of a document. Complexity: O(bytes).
  public mutating func add(_ document: Document) {
    document.forEachWordUTF8 { add(utf8: $0) }
  }

  /// Counts one word, `times` times.
  public mutating func add(utf8 word: UnsafeBufferPointer<UInt8>, times: Int = 1) {
    let index = lowercases ? withLowerCase(word) { table.insert($0) } : table.insert(word)
    if index == counts.count { counts.append(0) }
    counts[index] += times
    total += times
  }

  /// How often a word, written as it is counted, occurs.
  public func count(of word: String) -> Int {
    var word = word
    return word.withUTF8 { table.index(of: $0) }.map { counts[$0] } ?? 0
  }

  /// Adds the counts of another part of the corpus. Complexity: O(distinct words of `other`).
  public mutating func merge(_ other: WordCounts) {
    precondition(lowercases == other.lowercases, "counts of the same case folding")
    for index in other.counts.indices {
      other.table[index].withUnsafeBufferPointer { add(utf8: $0, times: other.counts[index]) }
    }
  }
}
