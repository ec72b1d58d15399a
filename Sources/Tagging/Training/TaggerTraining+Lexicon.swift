import Corpora

extension TaggerTraining {
  /// Shares of capitals at which a word's habit changes.
  private static let habitLimits = [0.05, 0.3, 0.7, 0.95]

  /// Collects what is known of single words.
  func lexicon(of corpus: TaggedCorpus, untagged: [[WordAttributes]]) -> TaggerLexicon {
    var entries: [UInt32: TaggerLexicon.Entry] = [:]
    var sets = LabelSets()
    for (word, counts) in labelCounts(corpus) {
      let total = counts.values.reduce(0, +)
      if total >= minimumClassCount {
        let usual = counts.filter { Double($0.value) >= 0.03 * Double(total) }
          .sorted { $0.value != $1.value ? $0.value > $1.value : $0.key < $1.key }
        entries[word, default: .init()].ambiguityClass = sets.number(usual.map { UInt8($0.key) })
      }
      if total >= closedCount {
        entries[word, default: .init()].allowed = sets.number(counts.keys.sorted().map { UInt8($0) })
      }
    }
    let texts = untagged + corpus.sentences.map(\.words)
    let clusters = WordClusters(
      sentences: texts.map { $0.map(\.lower) }, count: clusters, minimumCount: 3, rounds: 12)
    for (word, cluster) in clusters.clusters { entries[word, default: .init()].cluster = UInt16(cluster + 1) }
    for (word, habit) in habits(texts) { entries[word, default: .init()].habit = habit }
    return TaggerLexicon(entries: entries, labelSets: sets.sets)
  }

  /// How often each word has each label, words in a fixed order.
  private func labelCounts(_ corpus: TaggedCorpus) -> [(word: UInt32, counts: [Int: Int])] {
    var counts: [UInt32: [Int: Int]] = [:]
    for sentence in corpus.sentences {
      for (word, label) in zip(sentence.words, sentence.labels) {
        counts[word.lower, default: [:]][label, default: 0] += 1
      }
    }
    return counts.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  /// How often words that do not open a sentence are capitalised.
  private func habits(_ texts: [[WordAttributes]]) -> [UInt32: UInt8] {
    var counts: [UInt32: (capital: Int, total: Int)] = [:]
    for text in texts {
      for word in text.dropFirst() {
        counts[word.lower, default: (0, 0)].total += 1
        if word.isCapitalised { counts[word.lower, default: (0, 0)].capital += 1 }
      }
    }
    return counts.filter { $0.value.total >= 3 }.mapValues { count in
      let share = Double(count.capital) / Double(count.total)
      return UInt8(1 + Self.habitLimits.count { share >= $0 })
    }
  }
}

/// Numbers sets of labels from 1.
private struct LabelSets {
  private(set) var sets: [[UInt8]] = []
  private var numbers: [[UInt8]: UInt16] = [:]

  mutating func number(_ set: [UInt8]) -> UInt16 {
    if let number = numbers[set] { return number }
    sets.append(set)
    numbers[set] = UInt16(sets.count)
    return UInt16(sets.count)
  }
}
