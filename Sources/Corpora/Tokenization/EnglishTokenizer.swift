/// Cuts running English text into words as the English treebanks of Universal Dependencies do: punctuation
/// apart, contractions in two (`do` `n't`, `it` `'s`), hyphenated words in pieces, abbreviations, numbers,
/// web addresses and emoticons whole.
enum EnglishTokenizer {
  static func tokenize(_ text: UnsafeBufferPointer<UInt8>, into spans: inout [Range<Int>]) {
    forEachChunk(of: text) { chunk in
      if chunk.allSatisfy({ isPlain[Int(text[$0])] }) {
        spans.append(chunk)
      } else {
        split(chunk, of: text, into: &spans)
      }
    }
  }

  /// Bytes that never end a word: ASCII letters.
  private static let isPlain: [Bool] = (0..<256).map { isLetter(UInt8($0)) }

  @inline(__always)
  private static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 97 < 26 }

  @inline(__always)
  private static func isDigit(_ byte: UInt8) -> Bool { byte &- 48 < 10 }

  private static func split(
    _ chunk: Range<Int>, of text: UnsafeBufferPointer<UInt8>, into spans: inout [Range<Int>]
  ) {
    var index = chunk.lowerBound
    while index < chunk.upperBound {
      let end = tokenEnd(from: index, in: chunk, of: text)
      let word = index..<end
      if let cut = contractionCut(word, of: text) {
        spans.append(index..<cut)
        spans.append(cut..<end)
      } else {
        spans.append(word)
      }
      index = end
    }
  }

  private static func isWordByte(_ byte: UInt8) -> Bool { isLetter(byte) || isDigit(byte) || byte >= 0x80 }

  private static func tokenEnd(
    from start: Int, in chunk: Range<Int>, of text: UnsafeBufferPointer<UInt8>
  ) -> Int {
    let first = text[start]
    var index = start + 1
    guard isWordByte(first) else {
      if first == UInt8(ascii: "'"), start == chunk.lowerBound || !isWordByte(text[start - 1]) {
        return index
      }
      if first == UInt8(ascii: "'") {
        while index < chunk.upperBound, isLetter(text[index]) { index += 1 }
        return index
      }
      while index < chunk.upperBound, text[index] == first { index += 1 }
      return index
    }
    while index < chunk.upperBound {
      let byte = text[index]
      if isWordByte(byte) {
        index += 1
        continue
      }
      let next = index + 1 < chunk.upperBound ? text[index + 1] : 0
      if byte == UInt8(ascii: "."), isWordByte(next) || isAbbreviation(start..<index, of: text) {
        index += 1
      } else if byte == UInt8(ascii: ",") || byte == UInt8(ascii: ":"), isDigit(text[index - 1]),
        isDigit(next)
      {
        index += 1
      } else if byte == UInt8(ascii: "'"), isLetter(next), !isSuffix(from: index, in: chunk, of: text) {
        index += 1
      } else {
        break
      }
    }
    return index
  }

  private static func isAbbreviation(_ word: Range<Int>, of text: UnsafeBufferPointer<UInt8>) -> Bool {
    if word.count == 1 { return isLetter(text[word.lowerBound]) }
    if word.contains(where: { text[$0] == UInt8(ascii: ".") }) { return true }
    return word.count <= 5
      && abbreviations.contains(String(decoding: text[word], as: UTF8.self).lowercased())
  }

  private static let abbreviations: Set<String> = [
    "mr", "mrs", "ms", "dr", "st", "prof", "gen", "rep", "sen", "gov", "sgt", "capt", "lt", "col", "jr", "sr",
    "inc", "co", "corp", "ltd", "vs", "etc", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept",
    "oct", "nov", "dec", "no", "vol", "fig", "dept", "est", "approx",
  ]

  private static func isSuffix(
    from index: Int, in chunk: Range<Int>, of text: UnsafeBufferPointer<UInt8>
  ) -> Bool {
    var end = index + 1
    while end < chunk.upperBound, isLetter(text[end]) { end += 1 }
    let letters = (index + 1..<end).map { text[$0] | 0x20 }
    if letters == [UInt8(ascii: "t")] {
      return false
    }
    return ["s", "m", "d", "re", "ve", "ll"].contains { $0.utf8.elementsEqual(letters) }
  }

  private static func contractionCut(_ word: Range<Int>, of text: UnsafeBufferPointer<UInt8>) -> Int? {
    let lower = { (index: Int) in text[index] | 0x20 }
    if word.count > 3, lower(word.upperBound - 1) == UInt8(ascii: "t"),
      text[word.upperBound - 2] == UInt8(ascii: "'"), lower(word.upperBound - 3) == UInt8(ascii: "n")
    {
      return word.upperBound - 3
    }
    if word.count == 6, "cannot".utf8.elementsEqual(word.map(lower)) { return word.lowerBound + 3 }
    return nil
  }
}
