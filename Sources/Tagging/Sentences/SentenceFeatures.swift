import Corpora

/// The features that the sentence splitter sees at the place between two words.
enum SentenceFeatures {
  /// How many features there are at most.
  static let capacity = 32

  /// A word with its place in the text.
  struct Word {
    var form = WordAttributes()
    var span = 0..<0
    var cluster: UInt32 = 0
    /// The last byte of the word.
    var last: UInt8 = 0
  }

  /// Whether a sentence can end behind `word` at all: behind a mark or an abbreviation, or before a capital.
  static func isCandidate(_ word: Word, before next: Word) -> Bool {
    let isLetter = (word.last | 0x20) &- 97 < 26
    return !isLetter && word.last &- 48 >= 10 || next.form.isCapitalised
  }

  /// Writes the features between `words[index]` and the word behind it; returns how many. `length` is the
  /// number of words in the sentence so far.
  static func write(
    _ words: [Word], at index: Int, length: Int, to output: UnsafeMutableBufferPointer<UInt32>
  ) -> Int {
    let empty = Word()
    let word = words[index]
    let next = index + 1 < words.count ? words[index + 1] : empty
    let second = index + 2 < words.count ? words[index + 2] : empty
    let before = index > 0 ? words[index - 1] : empty
    let gap: UInt32 = next.span.lowerBound > word.span.upperBound ? 1 : 0
    let bucket = UInt32(length < 8 ? length : 8 + min(length / 8, 6))
    let capital: UInt32 = next.form.isCapitalised ? 1 : 0
    let abbreviation: UInt32 = word.last == UInt8(ascii: ".") && word.span.count > 1 ? 1 : 0
    var count = 0
    func put(_ a: UInt32, _ b: UInt32 = 0, _ c: UInt32 = 0) {
      output[count] = FeatureHash.combine(UInt32(count) + 200, a, b, c)
      count += 1
    }
    put(0)
    put(word.form.form, gap)
    put(word.form.form, next.form.shape, gap)
    put(word.form.form, next.form.lower)
    put(word.form.shape, next.form.shape, gap)
    put(word.form.shape, next.form.lower)
    put(before.form.lower, word.form.form)
    put(before.form.shape, word.form.form, next.form.shape)
    put(before.cluster, word.form.form, capital)
    put(next.form.form)
    put(next.form.lower, capital)
    put(next.cluster, capital, abbreviation)
    put(second.form.shape, next.form.shape, word.form.form)
    put(next.form.lower, second.form.lower)
    put(bucket)
    put(bucket, word.form.form, capital)
    put(abbreviation, capital, gap)
    put(word.cluster, next.cluster)
    put(word.cluster, capital, bucket)
    return count
  }
}
