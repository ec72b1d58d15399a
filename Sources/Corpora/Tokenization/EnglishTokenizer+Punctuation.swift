extension EnglishTokenizer {
  /// End of the punctuation mark, or run of marks, or symbol that starts at `start`.
  func punctuationEnd(from start: Int) -> Int {
    let first = text[start]
    switch first {
    case UInt8(ascii: "!"), UInt8(ascii: "?"):
      return runEnd(from: start) { $0 == UInt8(ascii: "!") || $0 == UInt8(ascii: "?") }
    case UInt8(ascii: "."):
      let end = runEnd(from: start) { $0 == first }
      let isAlone = end == start + 1
      return isAlone ? runEnd(from: end) { $0 == UInt8(ascii: "!") || $0 == UInt8(ascii: "?") } : end
    case UInt8(ascii: "'"), UInt8(ascii: "`"):
      if byte(start + 1) == first { return start + 2 }
      let mark = start + 1
      return clippedEnd(from: start, behind: mark) ?? cliticEnd(from: start, behind: mark) ?? mark
    case UInt8(ascii: "#") where start == chunk.lowerBound && isLetter(at: start + 1):
      return wordEnd(from: start + 1)
    case UInt8(ascii: "-"), UInt8(ascii: "="), UInt8(ascii: "*"), UInt8(ascii: "~"), UInt8(ascii: "_"),
      UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "#"), UInt8(ascii: "+"), UInt8(ascii: "$"):
      return runEnd(from: start) { $0 == first }
    case 0x80...:
      return symbolEnd(from: start)
    default:
      return start + 1
    }
  }

  private func runEnd(from start: Int, where belongs: (UInt8) -> Bool) -> Int {
    var end = start
    while end < chunk.upperBound, belongs(text[end]) { end += 1 }
    return end
  }

  /// The ending of a contraction (`'s`, `'ll`) behind a word, with its apostrophe.
  private func cliticEnd(from start: Int, behind mark: Int) -> Int? {
    let end = lettersEnd(from: mark)
    guard end > mark, !isWordPart(at: end), let ending = listed(mark..<end),
      EnglishLexicon.clitics.contains(ending)
    else { return nil }
    return end
  }

  /// A word that has lost its beginning (`'em`, `'cause`), with its apostrophe.
  private func clippedEnd(from start: Int, behind mark: Int) -> Int? {
    guard start == chunk.lowerBound else { return nil }
    let end = lettersEnd(from: mark)
    guard end > mark, !isWordPart(at: end), let word = listed(mark..<end),
      EnglishLexicon.clipped.contains(word)
    else { return nil }
    return end
  }

  /// End of a character outside of ASCII that belongs to no word, with what is combined with it: marks,
  /// variation selectors, skin tones, joined emoji, the second half of a flag.
  private func symbolEnd(from start: Int) -> Int {
    let first = scalar(at: start)
    var end = start + Self.length(text[start])
    if apostrophe(at: start) > 0 {
      if apostrophe(at: end) == 3 { return end + 3 }
      return clippedEnd(from: start, behind: end) ?? cliticEnd(from: start, behind: end) ?? end
    }
    if first == "‘", apostrophe(at: end) == 3 { return end + 3 }
    if first == "…" { return runEnd(from: end) { $0 == UInt8(ascii: ".") } }
    if isRegionalIndicator(first), end < chunk.upperBound, isRegionalIndicator(scalar(at: end)) { end += 4 }
    while end < chunk.upperBound, text[end] >= 0x80 {
      let next = scalar(at: end)
      let isRepeatedDash = next == first && (first == "—" || first == "–" || first == "‘" || first == "•")
      switch next.properties.generalCategory {
      case .nonspacingMark, .enclosingMark, .spacingMark: break
      case .modifierSymbol where (0x1F3FB...0x1F3FF).contains(next.value): break
      default:
        if next != "\u{200D}" && scalar(at: end - 1) != "\u{200D}" && !isRepeatedDash { return end }
      }
      end += Self.length(text[end])
    }
    return end
  }

  private func isRegionalIndicator(_ scalar: Unicode.Scalar) -> Bool {
    (0x1F1E6...0x1F1FF).contains(scalar.value)
  }

  /// A line drawn with characters: `---->`, `+----+`.
  func isDrawing(_ range: Range<Int>) -> Bool {
    range.count >= 3
      && range.allSatisfy { EnglishLexicon.drawing.contains(text[$0]) }
  }

  /// End of the emoticon that starts at `start`, nil if there is none.
  func emoticonEnd(from start: Int) -> Int? {
    switch text[start] {
    case UInt8(ascii: ":"), UInt8(ascii: ";"), UInt8(ascii: "="), UInt8(ascii: "<"), UInt8(ascii: ">"),
      UInt8(ascii: "("), UInt8(ascii: "^"), UInt8(ascii: "-"):
      break
    default: return nil
    }
    for emoticon in EnglishLexicon.emoticons where text[start] == emoticon[0] {
      let end = start + emoticon.count
      if end <= chunk.upperBound, text[start..<end].elementsEqual(emoticon), isFree(start..<end) {
        return end
      }
    }
    return nil
  }

  /// Whether an emoticon stands free: one that ends in a letter, digit or slash before none, and one that
  /// starts a bracket at the start of a chunk.
  private func isFree(_ range: Range<Int>) -> Bool {
    let last = text[range.upperBound - 1]
    let next = byte(range.upperBound)
    if Self.isLetter(last) || Self.isDigit(last) || last == UInt8(ascii: "/") {
      if isWordPart(at: range.upperBound) || next == UInt8(ascii: "/") { return false }
      if isDigit(at: range.lowerBound - 1) { return false }
    }
    if text[range.lowerBound] == UInt8(ascii: "(") { return range == chunk }
    return true
  }
}
