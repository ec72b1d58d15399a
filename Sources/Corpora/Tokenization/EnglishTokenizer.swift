/// Cuts running English text into words as the English treebanks of Universal Dependencies do: punctuation
/// apart, contractions in two (`do` `n't`, `it` `'s`), hyphenated words in pieces (but `e-mail`, `non-fiction`),
/// abbreviations, numbers, dates, telephone numbers, web addresses, file names and emoticons whole.
///
/// It is a set of rules over bytes, chosen on the training part of UD English EWT, and never looks beyond a
/// stretch of text without white space, except for the first byte of the next one.
struct EnglishTokenizer {
  /// Marks join nothing to a word that is longer: what looks back over a word stays cheap, and the whole
  /// linear in the length of the text.
  static let joinLimit = 256

  let text: UnsafeBufferPointer<UInt8>
  /// The stretch without white space that is being cut.
  var chunk: Range<Int>

  static func tokenize(
    _ text: UnsafeBufferPointer<UInt8>, into spans: inout [Range<Int>],
    keeping isWhole: ((UnsafeBufferPointer<UInt8>) -> Bool)? = nil
  ) {
    var tokenizer = EnglishTokenizer(text: text, chunk: 0..<0)
    forEachChunk(of: text) { chunk in
      tokenizer.chunk = chunk
      if let isWhole, isWhole(UnsafeBufferPointer(rebasing: text[chunk])) {
        spans.append(chunk)
        return
      }
      let isPlainWord = chunk.allSatisfy { isLetter(text[$0]) }
      if isPlainWord {
        tokenizer.appendWord(chunk, to: &spans)
      } else {
        tokenizer.cut(into: &spans)
      }
    }
  }

  private func cut(into spans: inout [Range<Int>]) {
    if isDrawing(chunk) {
      spans.append(chunk)
      return
    }
    var index = chunk.lowerBound
    while index < chunk.upperBound {
      let end: Int
      if let addressEnd = addressEnd(from: index) {
        end = addressEnd
        spans.append(index..<end)
      } else if let emoticonEnd = emoticonEnd(from: index) {
        end = emoticonEnd
        spans.append(index..<end)
      } else if startsNumber(at: index) {
        end = numberEnd(from: index)
        spans.append(index..<end)
      } else if isWordPart(at: index) {
        end = wordEnd(from: index)
        appendWord(index..<end, to: &spans)
      } else {
        end = punctuationEnd(from: index)
        spans.append(index..<end)
      }
      index = end
    }
  }

  // MARK: Looking at the text

  @inline(__always)
  static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 97 < 26 }

  @inline(__always)
  static func isDigit(_ byte: UInt8) -> Bool { byte &- 48 < 10 }

  /// The byte at `index`, 0 outside of the chunk.
  func byte(_ index: Int) -> UInt8 {
    chunk.contains(index) ? text[index] : 0
  }

  func isDigit(at index: Int) -> Bool { Self.isDigit(byte(index)) }

  /// Whether the character at `index` belongs to words: a letter, a digit, a mark, or a character that only
  /// changes how its neighbours are shown.
  func isWordPart(at index: Int) -> Bool {
    let byte = byte(index)
    if byte < 0x80 { return Self.isLetter(byte) || Self.isDigit(byte) }
    return isWordScalar(scalar(at: index))
  }

  func isLetter(at index: Int) -> Bool { !isDigit(at: index) && isWordPart(at: index) }

  /// The scalar that starts at `index`, or that the continuation byte at `index` belongs to.
  func scalar(at index: Int) -> Unicode.Scalar {
    var start = index
    while start > chunk.lowerBound, text[start] & 0xC0 == 0x80 { start -= 1 }
    return String(decoding: text[start..<start + Self.length(text[start])], as: UTF8.self).unicodeScalars
      .first
      ?? "\u{FFFD}"
  }

  func isWordScalar(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
      .nonspacingMark, .spacingMark, .enclosingMark, .decimalNumber, .letterNumber, .otherNumber, .format,
      .privateUse, .unassigned:
      true
    default: false
    }
  }

  /// Bytes of the character that starts with `byte`.
  static func length(_ byte: UInt8) -> Int {
    byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4
  }

  /// Bytes of the apostrophe at `index` (`'`, `’` or `` ` ``), 0 if there is none.
  func apostrophe(at index: Int) -> Int {
    switch byte(index) {
    case UInt8(ascii: "'"), UInt8(ascii: "`"): 1
    case 0xE2: byte(index + 1) == 0x80 && byte(index + 2) == 0x99 ? 3 : 0
    default: 0
    }
  }

  /// End of the ASCII letters from `index` on.
  func lettersEnd(from index: Int) -> Int {
    var end = index
    while Self.isLetter(byte(end)) { end += 1 }
    return end
  }

  /// End of the digits from `index` on.
  func digitsEnd(from index: Int) -> Int {
    var end = index
    while isDigit(at: end) { end += 1 }
    return end
  }

  /// The bytes in lower case (ASCII), if there are few enough to be in one of the lists.
  func listed(_ range: Range<Int>) -> String? {
    guard (1...12).contains(range.count) else { return nil }
    return String(unsafeUninitializedCapacity: range.count) { buffer in
      for (offset, index) in range.enumerated() {
        let byte = text[index]
        buffer[offset] = byte &- 65 < 26 ? byte | 0x20 : byte
      }
      return range.count
    }
  }
}
