import Corpora
import Statistics

extension TaggerTraining {
  typealias Rows = [(feature: UInt32, weights: [(label: Int, weight: Float)])]

  /// Trains the weights of the tags.
  func trainTags(_ corpus: TaggedCorpus, lexicon: TaggerLexicon) -> Rows {
    let kept = frequentFeatures(corpus, lexicon: lexicon)
    let parts = (0..<repetitions).map { repetition in
      var learner = TagLearner(corpus: corpus, lexicon: lexicon, kept: kept)
      var generator = SplitMix64(seed: seed, .taggerPass(repetition))
      var order = Array(corpus.sentences.indices)
      for pass in 0..<passes {
        order.shuffle(using: &generator)
        for index in order { learner.learn(corpus.sentences[index]) }
        progress("tags", Double(repetition * passes + pass + 1) / Double(repetitions * passes))
      }
      return learner.trainer.averaged()
    }
    return merged(parts)
  }

  /// The features that occur often enough under the true labels.
  private func frequentFeatures(_ corpus: TaggedCorpus, lexicon: TaggerLexicon) -> HashedKeys {
    var keys = HashedKeys()
    var counts: [Int] = []
    var features = TaggerFeatures()
    withUnsafeTemporaryAllocation(of: UInt32.self, capacity: TaggerFeatures.capacity) { buffer in
      for sentence in corpus.sentences {
        features.load(sentence.words, lexicon: lexicon)
        var (previous, beforePrevious) = (corpus.labels.count, corpus.labels.count)
        for (position, label) in sentence.labels.enumerated() {
          let count = features.write(
            at: position, previous: UInt32(previous), beforePrevious: UInt32(beforePrevious), to: buffer)
          for feature in buffer[..<count] {
            let index = keys.insert(feature)
            if index == counts.count { counts.append(0) }
            counts[index] += 1
          }
          (beforePrevious, previous) = (previous, label)
        }
      }
    }
    var kept = HashedKeys()
    for (key, index) in keys.all where counts[index] >= minimumFeatureCount { _ = kept.insert(key) }
    return kept
  }

  /// Trains the weights of the sentence splitter, on the raw text of the documents in the true words.
  func trainSentences(_ tagged: [CoNLLUSentence], lexicon: TaggerLexicon) -> Rows {
    var texts: [(words: [SentenceFeatures.Word], starts: Set<Int>)] = []
    for paragraph in paragraphs(of: tagged) {
      let document = Document(truth: paragraph)
      let words = PartOfSpeechTagger.sentenceWords(of: document, lexicon: lexicon)
      texts.append((words, Set(document.sentenceStarts)))
    }
    var trainer = PerceptronTrainer(labelCount: 2)
    var generator = SplitMix64(seed: seed, .sentencePasses)
    withUnsafeTemporaryAllocation(of: UInt32.self, capacity: SentenceFeatures.capacity) { hashes in
      withUnsafeTemporaryAllocation(of: Float.self, capacity: 2) { scores in
        for _ in 0..<passes {
          texts.shuffle(using: &generator)
          for (words, starts) in texts {
            var start = 0
            for index in words.indices.dropLast() {
              let truth = starts.contains(index + 1)
              if SentenceFeatures.isCandidate(words[index], before: words[index + 1]) {
                let count = SentenceFeatures.write(words, at: index, length: index + 1 - start, to: hashes)
                let features = UnsafeBufferPointer(rebasing: hashes[..<count])
                scores.update(repeating: 0)
                trainer.score(features, into: scores)
                trainer.update(features, truth: truth ? 1 : 0, guess: scores[1] > scores[0] ? 1 : 0)
              }
              if truth { start = index + 1 }
            }
          }
        }
      }
    }
    progress("sentences", 1)
    return merged([trainer.averaged()])
  }

  private func paragraphs(of sentences: [CoNLLUSentence]) -> [[CoNLLUSentence]] {
    var paragraphs: [[CoNLLUSentence]] = []
    for sentence in sentences {
      if sentence.startsParagraph || paragraphs.isEmpty {
        paragraphs.append([sentence])
      } else {
        paragraphs[paragraphs.count - 1].append(sentence)
      }
    }
    return paragraphs
  }
}

/// One perceptron on the way, with its scratch space.
private struct TagLearner {
  var trainer: PerceptronTrainer
  private var features = TaggerFeatures()
  private let lexicon: TaggerLexicon
  private let kept: HashedKeys
  private let labelCount: Int
  private let everyLabel: [UInt8]

  init(corpus: TaggedCorpus, lexicon: TaggerLexicon, kept: HashedKeys) {
    labelCount = corpus.labels.count
    trainer = PerceptronTrainer(labelCount: labelCount)
    everyLabel = (0..<labelCount).map { UInt8($0) }
    self.lexicon = lexicon
    self.kept = kept
  }

  /// Goes through a sentence with its own guesses as history, and learns from each wrong one.
  mutating func learn(_ sentence: TaggedCorpus.Sentence) {
    features.load(sentence.words, lexicon: lexicon)
    withUnsafeTemporaryAllocation(of: UInt32.self, capacity: TaggerFeatures.capacity) { hashes in
      withUnsafeTemporaryAllocation(of: Float.self, capacity: labelCount) { scores in
        var (previous, beforePrevious) = (labelCount, labelCount)
        for (position, truth) in sentence.labels.enumerated() {
          let written = features.write(
            at: position, previous: UInt32(previous), beforePrevious: UInt32(beforePrevious), to: hashes)
          var count = 0
          for index in 0..<written where kept.find(hashes[index]) != nil {
            hashes[count] = hashes[index]
            count += 1
          }
          let known = UnsafeBufferPointer(rebasing: hashes[..<count])
          scores.update(repeating: 0)
          trainer.score(known, into: scores)
          let allowed = features.allowed(at: position)
          let candidates = allowed > 0 ? lexicon.labelSets[allowed - 1] : everyLabel
          var guess = candidates[0]
          for candidate in candidates where scores[Int(candidate)] > scores[Int(guess)] { guess = candidate }
          trainer.update(known, truth: truth, guess: Int(guess))
          (beforePrevious, previous) = (previous, Int(guess))
        }
      }
    }
  }
}
