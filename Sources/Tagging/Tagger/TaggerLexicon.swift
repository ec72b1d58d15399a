import Corpora

/// What the tagger knows of single words: from the tagged text the labels of frequent ones, from untagged
/// text the cluster of words with like neighbours, and how often a word is written with a capital letter.
struct TaggerLexicon: Sendable {
  /// What is known of a word.
  struct Entry: Sendable, Equatable {
    /// Number of its ambiguity class, 0 if it has none.
    var ambiguityClass: UInt16 = 0
    /// Number of the set of labels it may have, 0 if it may have any.
    var allowed: UInt16 = 0
    /// Its cluster counted from 1, 0 if it has none.
    var cluster: UInt16 = 0
    /// From 1, hardly ever with a capital letter, to 5, almost always; 0 if it is too rare to tell.
    var habit: UInt8 = 0
  }

  /// Hashes of lower-cased words, ascending.
  private let words: [UInt32]
  private let entries: [Entry]
  /// Sets of labels; the set of number n is `labelSets[n - 1]`.
  let labelSets: [[UInt8]]

  init(entries: [UInt32: Entry], labelSets: [[UInt8]]) {
    let sorted = entries.sorted { $0.key < $1.key }
    words = sorted.map(\.key)
    self.entries = sorted.map(\.value)
    self.labelSets = labelSets
  }

  /// What is known of the word with this hash. Complexity: O(1) expected, by interpolation.
  func entry(_ word: UInt32) -> Entry {
    guard !words.isEmpty else { return Entry() }
    return words.withUnsafeBufferPointer { words in
      var index = Int((UInt64(word) &* UInt64(words.count)) >> 32)
      while index > 0, words[index] > word { index -= 1 }
      while index < words.count - 1, words[index] < word { index += 1 }
      return words[index] == word ? entries[index] : Entry()
    }
  }

  // MARK: Bytes

  func write(to writer: inout ModelWriter) {
    writer.append(words)
    writer.append(entries.map(\.ambiguityClass))
    writer.append(entries.map(\.allowed))
    writer.append(entries.map(\.cluster))
    writer.append(entries.map(\.habit))
    writer.append(labelSets.map { UInt8($0.count) })
    writer.append(labelSets.flatMap(\.self))
  }

  init(from reader: inout ModelReader, labelCount: Int) throws {
    let words = try reader.integers()
    let classes = try reader.shorts()
    let allowed = try reader.shorts()
    let clusters = try reader.shorts()
    let habits = try reader.bytes()
    let sizes = try reader.bytes()
    let labels = try reader.bytes()
    let sets = sizes.count
    guard [classes.count, allowed.count, clusters.count, habits.count].allSatisfy({ $0 == words.count }),
      zip(words, words.dropFirst()).allSatisfy(<), classes.allSatisfy({ Int($0) <= sets }),
      allowed.allSatisfy({ Int($0) <= sets }), sizes.allSatisfy({ $0 > 0 }),
      sizes.reduce(0, { $0 + Int($1) }) == labels.count, labels.allSatisfy({ Int($0) < labelCount })
    else { throw reader.fault }
    var labelSets: [[UInt8]] = []
    var start = 0
    for size in sizes {
      labelSets.append(Array(labels[start..<start + Int(size)]))
      start += Int(size)
    }
    self.words = words
    self.labelSets = labelSets
    entries = words.indices.map {
      Entry(
        ambiguityClass: classes[$0], allowed: allowed[$0], cluster: clusters[$0], habit: habits[$0])
    }
  }
}
