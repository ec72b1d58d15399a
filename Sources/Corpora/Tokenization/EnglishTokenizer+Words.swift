extension EnglishTokenizer {
  /// End of the word that starts at `start`: letters, digits and marks, and what may stand between them.
  func wordEnd(from start: Int) -> Int {
    var index = start
    while index < chunk.upperBound {
      if isWordPart(at: index) {
        index += Self.length(text[index])
        continue
      }
      guard index - start < Self.joinLimit else { break }
      let mark = apostrophe(at: index)
      if mark > 0 {
        guard joinsApostrophe(at: index, length: mark, wordStart: start) else { break }
        index += mark
        continue
      }
      guard joins(at: index, wordStart: start) else { break }
      index += 1
      if text[index - 1] == UInt8(ascii: "$") { break }
      if text[index - 1] == UInt8(ascii: "."), isWordPart(at: index), isListedAbbreviation(start..<index - 1)
      {
        break
      }
    }
    return index
  }

  /// Whether the ASCII mark at `index` belongs to the word that has run from `start` until here.
  private func joins(at index: Int, wordStart start: Int) -> Bool {
    let next = index + 1
    switch text[index] {
    case UInt8(ascii: "."): return joinsPeriod(at: index, wordStart: start)
    case UInt8(ascii: "-"): return isWordPart(at: next) && joinsHyphen(at: index, wordStart: start)
    case UInt8(ascii: "_"): return isWordPart(at: next) || byte(next) == UInt8(ascii: "_")
    case UInt8(ascii: "&"):
      let end = lettersEnd(from: next)
      return end > next && end - next <= 3 && index - start <= 3
        && (start..<index).allSatisfy {
          Self.isLetter(text[$0])
        }
    case UInt8(ascii: "/"):
      let end = lettersEnd(from: next)
      return listed(start..<end).map { EnglishLexicon.slashed.contains($0) && !isWordPart(at: end) } ?? false
    case UInt8(ascii: "*"), UInt8(ascii: "@"): return Self.isLetter(byte(next))
    case UInt8(ascii: "$"): return index - start <= 3 && (start..<index).allSatisfy { text[$0] &- 65 < 26 }
    default: return false
    }
  }

  private func joinsPeriod(at index: Int, wordStart start: Int) -> Bool {
    let word = start..<index
    let next = index + 1
    if !isWordPart(at: next) {
      // Three points are an ellipsis; two behind U.S are the abbreviation's own and the sentence's.
      let isEllipsis =
        byte(next) == UInt8(ascii: ".") && (byte(next + 1) == UInt8(ascii: ".") || !isDotted(word))
      return !isEllipsis && byte(index - 1) != UInt8(ascii: ".") && isAbbreviation(word)
        && !endsSentence(word)
    }
    if isListedAbbreviation(word) { return true }
    // Inside: initials (U.S.A) and numbers (v2.0), but not a forgotten space.
    let last = (word.last { text[$0] == UInt8(ascii: ".") } ?? start - 1) + 1
    if isDigit(at: next) { return isDigit(at: index - 1) || index - last == 1 }
    let nextEnd = lettersEnd(from: next)
    let startsLongWord = nextEnd - next > 1 || isWordPart(at: nextEnd)
    if index - last == 1, Self.isLetter(text[last]) { return !startsLongWord || last > start }
    return !startsLongWord && byte(nextEnd) == UInt8(ascii: ".") && last > start
  }

  private func isDotted(_ word: Range<Int>) -> Bool {
    word.contains { text[$0] == UInt8(ascii: ".") }
  }

  /// Whether a word followed by a period is an abbreviation.
  private func isAbbreviation(_ word: Range<Int>) -> Bool {
    let first = text[word.lowerBound]
    if word.count == 1 { return Self.isLetter(first) && first & 0x20 == 0 && first != UInt8(ascii: "I") }
    return isDotted(word) || isListedAbbreviation(word)
  }

  private func isListedAbbreviation(_ word: Range<Int>) -> Bool {
    guard word.count > 1, let key = listed(word) else { return false }
    if EnglishLexicon.abbreviations.contains(key) { return true }
    if EnglishLexicon.capitalAbbreviations.contains(key) { return text[word.lowerBound] & 0x20 == 0 }
    return EnglishLexicon.numberAbbreviations.contains(key) && Self.isDigit(nextChunkStart)
  }

  /// Whether the period behind `etc` or `p.m` ends the sentence as well; it is then a word of its own.
  private func endsSentence(_ word: Range<Int>) -> Bool {
    guard word.upperBound + 1 == chunk.upperBound, let key = listed(word) else { return false }
    guard EnglishLexicon.finalAbbreviations.contains(key) else { return false }
    return nextChunkStart &- 65 < 26 || nextChunkStart <= 0x20
  }

  /// The byte behind the white space that ends the chunk, if that is one byte; 0 at the end of the text.
  private var nextChunkStart: UInt8 {
    let next = chunk.upperBound + 1
    return next < text.count ? text[next] : 0
  }

  private func joinsHyphen(at index: Int, wordStart start: Int) -> Bool {
    if isDigit(at: index + 1), listed(start..<index) == "x" { return true }
    if let prefix = listed(start..<index), EnglishLexicon.prefixes.contains(prefix) {
      return isLetter(at: index + 1) || prefix == "mid"
    }
    let end = lettersEnd(from: index + 1)
    return !isWordPart(at: end)
      && listed(index + 1..<end).map { EnglishLexicon.suffixes.contains($0) } ?? false
  }

  /// Whether an apostrophe belongs to the word: it does in names (O'Brien), plurals of figures (60's) and
  /// dropped letters (lovin'), not before the ending of a contraction or at the end of a quotation.
  private func joinsApostrophe(at index: Int, length: Int, wordStart start: Int) -> Bool {
    let next = index + length
    guard isLetter(at: next) else {
      let isDropped =
        index - start >= 4 && text[index - 1] | 0x20 == UInt8(ascii: "n")
        && text[index - 2] | 0x20 == UInt8(ascii: "i") && byte(index) != UInt8(ascii: "`")
      return isDropped && !quotationOpens
    }
    let end = lettersEnd(from: next)
    if isWordPart(at: end) { return true }
    let ending = listed(next..<end) ?? ""
    if ending == "s", isDigit(at: index - 1) { return true }
    if ending == "t" { return true }
    return !EnglishLexicon.clitics.contains(ending)
  }

  private var quotationOpens: Bool {
    let first = text[chunk.lowerBound]
    return first == UInt8(ascii: "'") || first == UInt8(ascii: "`")
  }

  /// Appends a word, in two parts if it is a contraction.
  func appendWord(_ word: Range<Int>, to spans: inout [Range<Int>]) {
    guard let cuts = contractionCuts(of: word) else {
      spans.append(word)
      return
    }
    var start = word.lowerBound
    for cut in cuts {
      spans.append(start..<cut)
      start = cut
    }
    spans.append(start..<word.upperBound)
  }

  private func contractionCuts(of word: Range<Int>) -> [Int]? {
    guard word.count > 1, text[word.upperBound - 1] != UInt8(ascii: ".") else { return nil }
    // don't, DON’T
    if text[word.upperBound - 1] | 0x20 == UInt8(ascii: "t") {
      for length in [1, 3] where word.count > 2 + length {
        let mark = word.upperBound - 1 - length
        if apostrophe(at: mark) == length, text[mark - 1] | 0x20 == UInt8(ascii: "n") { return [mark - 1] }
      }
    }
    guard word.count <= 8, let lengths = listed(word).flatMap({ EnglishLexicon.contractions[$0] }) else {
      return nil
    }
    return lengths.map { word.lowerBound + $0 }
  }
}
