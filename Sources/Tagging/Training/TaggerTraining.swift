import Corpora

/// How a tagger is trained.
public struct TaggerTraining: Sendable {
  /// Seed of the order in which sentences come.
  public var seed: UInt64 = 1
  /// Passes over the training sentences.
  public var passes = 5
  /// Perceptrons that are trained, each in another order, and averaged.
  public var repetitions = 3
  /// Clusters of words with like neighbours.
  public var clusters = 256
  /// Features that the training text has less often are left out.
  public var minimumFeatureCount = 2
  /// Words that occur so often have an ambiguity class.
  public var minimumClassCount = 5
  /// Words that occur so often may only have labels that they were seen with.
  public var closedCount = 20
  /// Average weights below this are dropped; a single update moves a weight by 1.
  public var minimumWeight: Float = 0.4
  /// What ``PartOfSpeechTagger/provenance`` shall say.
  public var provenance = ""
  /// Called with the stage of the work and the share of it that is done.
  public var progress: @Sendable (String, Double) -> Void = { _, _ in }

  /// The settings that the built-in tagger was trained with.
  public init() {}

  /// Trains on tagged sentences, and on untagged ones (words only) for the clusters. The same input and the
  /// same settings give the same tagger, bit for bit.
  public func train(_ tagged: [CoNLLUSentence], untagged: [[String]] = []) -> PartOfSpeechTagger {
    let corpus = TaggedCorpus(tagged)
    progress("clusters", 0)
    let lexicon = lexicon(of: corpus, untagged: untagged.map { $0.map(attributes) })
    let rows = trainTags(corpus, lexicon: lexicon)
    let tagModel = PackedLinearModel(labelCount: corpus.labels.count, rows: rows)
    let sentenceRows = trainSentences(tagged, lexicon: lexicon)
    let sentenceModel = PackedLinearModel(labelCount: 2, rows: sentenceRows)
    return PartOfSpeechTagger(
      provenance: provenance, labels: corpus.labels, lexicon: lexicon, tagModel: tagModel,
      sentenceModel: sentenceModel)
  }

  /// The untagged sentences of a corpus of running English text: its words, cut behind `.`, `!` and `?`.
  ///
  /// - Throws: `CorpusError`.
  public static func sentences(of description: CorpusDescription) throws -> [[String]] {
    var sentences: [[String]] = []
    try CorpusReader(description).forEachDocument { document in
      var sentence: [String] = []
      for word in document.words {
        sentence.append(word)
        if word == "." || word == "!" || word == "?" {
          sentences.append(sentence)
          sentence = []
        }
      }
      if !sentence.isEmpty { sentences.append(sentence) }
      return true
    }
    return sentences
  }

  func attributes(_ word: String) -> WordAttributes {
    var word = word
    return word.withUTF8 { WordAttributes($0) }
  }

  /// Averages of several perceptrons, with small weights dropped.
  func merged(_ parts: [[(feature: UInt32, weights: [(label: Int, weight: Float)])]])
    -> [(feature: UInt32, weights: [(label: Int, weight: Float)])]
  {
    var sums: [UInt32: [Int: Float]] = [:]
    for part in parts {
      for row in part {
        for (label, weight) in row.weights {
          sums[row.feature, default: [:]][label, default: 0] += weight / Float(parts.count)
        }
      }
    }
    return sums.sorted { $0.key < $1.key }.compactMap { feature, weights in
      let kept = weights.filter { abs($0.value) >= minimumWeight }.sorted { $0.key < $1.key }
      return kept.isEmpty ? nil : (feature, kept.map { (label: $0.key, weight: $0.value) })
    }
  }
}

/// Tagged sentences with their labels numbered.
struct TaggedCorpus {
  struct Sentence {
    var words: [WordAttributes]
    var labels: [Int]
  }

  private(set) var labels: [PartOfSpeechTagger.Label] = []
  private(set) var sentences: [Sentence] = []

  init(_ tagged: [CoNLLUSentence]) {
    var numbers: [PartOfSpeechTagger.Label: Int] = [:]
    for sentence in tagged {
      var result = Sentence(words: [], labels: [])
      for word in sentence.words {
        let label = PartOfSpeechTagger.Label(upos: word.upos, xpos: word.xpos)
        var form = word.form
        result.words.append(form.withUTF8 { WordAttributes($0) })
        let number = numbers[label, default: labels.count]
        if number == labels.count {
          numbers[label] = number
          labels.append(label)
        }
        result.labels.append(number)
      }
      sentences.append(result)
    }
  }
}
