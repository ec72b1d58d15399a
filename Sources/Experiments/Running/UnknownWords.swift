import Corpora

/// The words of a text that a vocabulary doesn't have.
public struct UnknownWords: Sendable {
  /// Distinct words that are kept count of.
  private static let limit = 100_000

  /// Words read.
  public private(set) var words = 0
  /// Words among them that the vocabulary doesn't have. One that is spelt like the unknown token is known.
  public private(set) var count = 0
  private var counts: [String: Int] = [:]

  /// None read yet.
  public init() {}

  /// Their share.
  public var share: Double { words == 0 ? 0 : Double(count) / Double(words) }

  /// The most frequent ones, those of equal count in the order of the alphabet. Complexity: O(n log n).
  public func commonest(_ number: Int) -> [String] {
    counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(number).map(\.key)
  }

  /// Counts those of a document. Complexity: O(bytes).
  mutating func add(_ document: Document, _ vocabulary: Vocabulary) {
    words += document.count
    vocabulary.forEachUnknown(in: document) { place in
      count += 1
      let word = document.word(place)
      if counts[word] != nil || counts.count < Self.limit { counts[word, default: 0] += 1 }
    }
  }
}
