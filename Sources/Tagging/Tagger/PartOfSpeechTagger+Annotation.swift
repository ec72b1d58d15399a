import Corpora

extension PartOfSpeechTagger {
  /// The sentences of running English text, with tokens, words and tags: `Tokenization.english`, the sentence
  /// splitter and the tagger, one after another.
  public func annotate(_ text: String) -> [CoNLLUSentence] {
    annotate(Document(text: text, tokenization: .english))
  }

  /// A sentence with its tags, those of the input where it has them.
  public func filled(_ sentence: CoNLLUSentence) -> CoNLLUSentence {
    var sentence = sentence
    let numbers = label(Document(truth: [sentence]), sentenceStarts: [0])
    for (index, number) in numbers.enumerated() {
      let label = labels[Int(number)]
      if sentence.words[index].upos == "_" { sentence.words[index].upos = label.upos }
      if sentence.words[index].xpos == "_" { sentence.words[index].xpos = label.xpos }
    }
    return sentence
  }

  /// The sentences of a document with their tags. Words that touch and make up a contraction (`do` `n't`) or
  /// a possessive are one surface token, as in the treebanks.
  public func annotate(_ document: Document) -> [CoNLLUSentence] {
    let starts = document.sentenceStarts.isEmpty ? sentenceStarts(of: document) : document.sentenceStarts
    let numbers = label(document, sentenceStarts: starts)
    var sentences: [CoNLLUSentence] = []
    for (index, start) in starts.enumerated() {
      let end = index + 1 < starts.count ? starts[index + 1] : document.count
      var sentence = CoNLLUSentence()
      sentence.startsDocument = index == 0
      sentence.startsParagraph = index == 0 || document.hasEmptyLine(before: start)
      for word in start..<end {
        let label = labels[Int(numbers[word])]
        let form = document.word(word)
        let touchesNext =
          word + 1 < document.count && document.spans[word].upperBound == document.spans[word + 1].lowerBound
        sentence.words.append(.init(form: form, upos: label.upos, xpos: label.xpos))
        let count = sentence.words.count
        if word > start, let last = sentence.tokens.last, !last.spaceAfter,
          document.isContractionPart(word, isPossessive: label.xpos == "POS")
        {
          sentence.tokens[sentence.tokens.count - 1] = .init(
            form: last.form + form, words: last.words.lowerBound..<count, spaceAfter: !touchesNext)
        } else {
          sentence.tokens.append(.init(form: form, words: count - 1..<count, spaceAfter: !touchesNext))
        }
      }
      sentences.append(sentence)
    }
    return sentences
  }
}

extension Document {
  /// Whether a word that touches the one before is the second half of a contraction.
  func isContractionPart(_ index: Int, isPossessive: Bool) -> Bool {
    let word = Array(text[spans[index]]).map { $0 &- 65 < 26 ? $0 | 0x20 : $0 }
    let before = text[spans[index - 1]]
    let isLetter = { (byte: UInt8) in (byte | 0x20) &- 97 < 26 }
    guard let last = before.last, isLetter(last) || last >= 0x80 || last &- 48 < 10 else { return false }
    let mark = word.starts(with: [0xE2, 0x80, 0x99]) ? 3 : word.first == 39 || word.first == 96 ? 1 : 0
    if mark > 0 {
      let ending = String(decoding: word[mark...], as: UTF8.self)
      return ending.isEmpty ? isPossessive : EnglishLexicon.clitics.contains(ending)
    }
    if word.first == UInt8(ascii: "n"), word.last == UInt8(ascii: "t"), !word.allSatisfy(isLetter) {
      return true
    }
    return word.allSatisfy(isLetter) && before.allSatisfy(isLetter)
  }

  /// Whether an empty line stands before a word.
  func hasEmptyLine(before index: Int) -> Bool {
    guard index > 0 else { return true }
    return text[spans[index - 1].upperBound..<spans[index].lowerBound].count { $0 == UInt8(ascii: "\n") } > 1
  }
}
