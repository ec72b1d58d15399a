import Corpora

/// The features that the tagger sees at one word of a sentence, as 32-bit hashes.
///
/// After Ratnaparkhi (1996) and Toutanova et al. (2003): the form and its parts, the neighbours, and the two
/// labels before; besides them ambiguity classes (the set of labels that the lexicon knows for a word) of this
/// word and of those that follow, which stand in for the labels that a pass from left to right cannot know
/// yet; and clusters, which say something of words that the tagged text does not have (Koo et al. 2008).
struct TaggerFeatures {
  /// How many features there are at most.
  static let capacity = 64

  /// A word with what the lexicon knows of it.
  struct Word {
    var form = WordAttributes()
    var ambiguityClass: UInt32 = 0
    var cluster: UInt32 = 0
    var habit: UInt32 = 0
    /// Number of the set of labels it may have, 0 if it may have any.
    var allowed = 0
  }

  /// The words of the sentence, with two empty ones before and behind.
  private var words: [Word] = []
  private static let margin = 2
  private var sentenceIsUpperCase: UInt32 = 0
  /// Share of capitalised words, in eighths: headings.
  private var titleShare: UInt32 = 0

  /// Takes up a sentence.
  mutating func load(_ sentence: some Sequence<WordAttributes>, lexicon: TaggerLexicon) {
    words.removeAll(keepingCapacity: true)
    pad(1)
    var (upper, capitalised) = (0, 0)
    for form in sentence {
      let entry = lexicon.entry(form.lower)
      let unknown = FeatureHash.combine(99, form.suffixes.1, form.isCapitalised ? 1 : 0)
      words.append(
        Word(
          form: form, ambiguityClass: entry.ambiguityClass == 0 ? unknown : UInt32(entry.ambiguityClass) + 9,
          cluster: UInt32(entry.cluster) + 9, habit: UInt32(entry.habit), allowed: Int(entry.allowed)))
      upper += form.isUpperCase ? 1 : 0
      capitalised += form.isCapitalised ? 1 : 0
    }
    let count = words.count - Self.margin
    pad(2)
    sentenceIsUpperCase = upper * 2 > count ? 1 : 0
    titleShare = UInt32(min(capitalised * 8 / max(count, 1), 7))
  }

  private mutating func pad(_ value: UInt32) {
    var edge = Word(ambiguityClass: value, cluster: value)
    edge.form.lower = value
    for _ in 0..<Self.margin { words.append(edge) }
  }

  /// Number of words.
  var count: Int { words.count - 2 * Self.margin }

  /// Number of the set of labels that word `index` may have, 0 if it may have any.
  func allowed(at index: Int) -> Int { words[index + Self.margin].allowed }

  /// Writes the features at word `index`, given the labels of the two words before; returns how many.
  func write(
    at index: Int, previous: UInt32, beforePrevious: UInt32, to output: UnsafeMutableBufferPointer<UInt32>
  ) -> Int {
    words.withUnsafeBufferPointer { words in
      let center = index + Self.margin
      let (word, before, after) = (words[center].form, words[center - 1].form, words[center + 1].form)
      let (twoBefore, twoAfter) = (words[center - 2].form, words[center + 2].form)
      let own = words[center].ambiguityClass
      let (next, second) = (words[center + 1].ambiguityClass, words[center + 2].ambiguityClass)
      let cluster = words[center].cluster
      let (leftCluster, rightCluster) = (words[center - 1].cluster, words[center + 1].cluster)
      let first: UInt32 = index == 0 ? 1 : 0
      let capital: UInt32 = word.isCapitalised ? 1 : 0
      var count = 0
      func put(_ a: UInt32, _ b: UInt32 = 0, _ c: UInt32 = 0) {
        output[count] = FeatureHash.combine(UInt32(count), a, b, c)
        count += 1
      }
      // The word itself.
      put(0)
      put(word.form)
      put(word.lower)
      put(word.suffixes.0)
      put(word.suffixes.1)
      put(word.suffixes.2)
      put(word.suffixes.3)
      put(word.suffixes.4)
      put(word.prefixes.0)
      put(word.prefixes.1)
      put(word.prefixes.2)
      put(word.prefixes.3)
      put(word.shape, first, sentenceIsUpperCase)
      put(word.shape, word.suffixes.2)
      put(word.shape, titleShare, first)
      put(words[center].habit, word.shape, first)
      // Its neighbours.
      put(before.lower)
      put(after.lower)
      put(twoBefore.lower)
      put(twoAfter.lower)
      put(before.lower, word.lower)
      put(word.lower, after.lower)
      put(before.lower, after.lower)
      put(before.suffixes.2)
      put(after.suffixes.2)
      put(before.shape)
      put(after.shape)
      put(before.shape, word.shape, after.shape)
      put(before.isCapitalised ? 1 : 0, capital, after.isCapitalised ? 1 : 0)
      // The labels before.
      put(previous)
      put(previous, beforePrevious)
      put(previous, word.lower)
      put(previous, after.lower)
      put(previous, own)
      put(previous, beforePrevious, own)
      put(previous, word.suffixes.2)
      put(previous, next)
      put(previous, own, next)
      // What labels the words may have.
      put(own)
      put(next)
      put(own, next)
      put(next, second)
      put(own, next, second)
      put(word.lower, next)
      put(before.lower, next)
      put(before.isCapitalised ? 1 : 0, own)
      // Clusters.
      put(cluster)
      put(leftCluster)
      put(rightCluster)
      put(words[center - 2].cluster)
      put(words[center + 2].cluster)
      put(leftCluster, cluster)
      put(cluster, rightCluster)
      put(previous, cluster)
      put(previous, rightCluster)
      put(cluster, word.shape, first)
      put(cluster, word.suffixes.1)
      put(previous, cluster, rightCluster)
      return count
    }
  }
}
