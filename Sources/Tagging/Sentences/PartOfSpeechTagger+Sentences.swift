import Corpora

extension PartOfSpeechTagger {
  /// Index of the first word of every sentence of a document.
  ///
  /// An empty line always ends a sentence, and so does a line end, unless the text is wrapped at a fixed width;
  /// elsewhere the model decides behind marks and before capitals.
  ///
  /// - Complexity: O(n).
  public func sentenceStarts(of document: Document) -> [Int] {
    guard document.count > 0 else { return [] }
    let words = sentenceWords(of: document)
    let isWrapped = document.isWrapped
    var starts = [0]
    withUnsafeTemporaryAllocation(of: UInt32.self, capacity: SentenceFeatures.capacity) { hashes in
      withUnsafeTemporaryAllocation(of: Int32.self, capacity: 2) { scores in
        for index in 0..<words.count - 1 {
          let lineEnds = document.lineEnds(behind: index)
          if lineEnds > 1 || lineEnds == 1 && !isWrapped {
            starts.append(index + 1)
          } else if SentenceFeatures.isCandidate(words[index], before: words[index + 1]) {
            let length = index + 1 - starts[starts.count - 1]
            let count = SentenceFeatures.write(words, at: index, length: length, to: hashes)
            scores.update(repeating: 0)
            sentenceModel.score(UnsafeBufferPointer(rebasing: hashes[..<count]), into: scores)
            if scores[1] > scores[0] { starts.append(index + 1) }
          }
        }
      }
    }
    return starts
  }

  func sentenceWords(of document: Document) -> [SentenceFeatures.Word] {
    Self.sentenceWords(of: document, lexicon: lexicon)
  }

  static func sentenceWords(of document: Document, lexicon: TaggerLexicon) -> [SentenceFeatures.Word] {
    document.text.withUnsafeBufferPointer { text in
      document.spans.map { span in
        let form = WordAttributes(UnsafeBufferPointer(rebasing: text[span]))
        return SentenceFeatures.Word(
          form: form, span: span, cluster: UInt32(lexicon.entry(form.lower).cluster),
          last: text[span.upperBound - 1])
      }
    }
  }
}

extension Document {
  /// Number of line ends between a word and the next, 2 at most.
  func lineEnds(behind index: Int) -> Int {
    var count = 0
    for position in spans[index].upperBound..<spans[index + 1].lowerBound where text[position] == 10 {
      count += 1
      if count == 2 { break }
    }
    return count
  }

  /// Whether lines end because they were full: at least two in three of those that another line follows are
  /// between 50 and 100 bytes long.
  var isWrapped: Bool {
    var (full, other, length) = (0, 0, 0)
    for index in text.indices {
      if text[index] != 10 {
        length += 1
        continue
      }
      if index + 1 < text.count, text[index + 1] != 10, length > 0 {
        if (50...100).contains(length) { full += 1 } else { other += 1 }
      }
      length = 0
    }
    return full > 1 && full >= 2 * other
  }
}
