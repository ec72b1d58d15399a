import Corpora
import Prerequisites
import Statistics
import Testing

/// Whatever the text, words lie in order, apart, whole, and leave nothing but white space between them.
@Suite struct TokenizationPropertyTests {
  private static let pieces: [String] = [
    "a", "Z", "don't", "can", "not", "U.S.", "...", "--", "'s", "'", "\"", "(", ")", "-", "_", "/", "1",
    "3.5", "%", "$", "@",
    "http://a.b/c?d=e", "www.", ".com", ":)", ";-)", "<3", "e\u{301}", "\u{300}", "漢字", "かな", "한국어", "😀",
    "❤\u{FE0F}",
    "👩\u{200D}👩\u{200D}👧", "🇩🇪", "\u{202E}", "שלום", "مرحبا", "\0", "\r\n", "\n", "\t", " ", "  ", "\u{A0}",
    "\u{200B}",
    "\u{FEFF}", "\u{3000}", "\u{2028}", "\u{85}", "’", "“", "—", "…", "\u{FFFD}", "\u{10FFFF}", "\u{7F}", "ß",
    "İ",
  ]

  private func check(_ text: String, _ tokenization: Tokenization) {
    let spans = tokenization.spans(of: text)
    let bytes = Array(text.utf8)
    var end = 0
    let sound = spans.allSatisfy { span in
      defer { end = span.upperBound }
      return !span.isEmpty && span.lowerBound >= end && span.upperBound <= bytes.count
        && onlySpace(bytes[end..<span.lowerBound]) && isWhole(bytes[span])
    }
    #expect(sound, "\(text.debugDescription.prefix(200))")
    #expect(onlySpace(bytes[end...]))
    let document = Document(text: text, tokenization: tokenization)
    #expect(document.count == spans.count && document.words.count == spans.count)
  }

  private func isWhole(_ word: ArraySlice<UInt8>) -> Bool {
    guard let text = String(validating: word, as: UTF8.self) else { return false }
    return !text.unicodeScalars.contains { $0.properties.isWhitespace }
  }

  private func onlySpace(_ bytes: ArraySlice<UInt8>) -> Bool {
    String(decoding: bytes, as: UTF8.self).unicodeScalars.allSatisfy {
      $0.properties.isWhitespace || $0.value < 0x20 || (0x80..<0xA0).contains($0.value)
        || $0.value == 0x200B || $0.value == 0xFEFF
    }
  }

  /// By characters every byte of a text is in a token, white space included.
  @Test(arguments: ["", "a b\n", "e\u{301} 漢😀\u{10FFFF}", "👩\u{200D}👩\u{200D}👧\t\r\n\u{85}"])
  func charactersLeaveNothingOut(text: String) {
    let spans = Tokenization.characters.spans(of: text)
    #expect(
      spans.reduce(into: 0) { $0 = $1.lowerBound == $0 && !$1.isEmpty ? $1.upperBound : -1 }
        == text.utf8.count)
  }

  @Test(arguments: [Tokenization.english, .whitespace])
  func randomUnicode(tokenization: Tokenization) {
    var generator = SplitMix64(seed: 0x7E57)
    print("seed 0x7E57")
    for _ in 0..<3000 {
      var text = ""
      for _ in 0..<Int.random(in: 0..<40, using: &generator) {
        if Bool.random(using: &generator) {
          text += Self.pieces.randomElement(using: &generator) ?? ""
        } else if let scalar = Unicode.Scalar(UInt32.random(in: 0...0x10FFFF, using: &generator)) {
          text.unicodeScalars.append(scalar)
        } else {
          text.unicodeScalars.append(Unicode.Scalar(UInt8.random(in: 0...127, using: &generator)))
        }
      }
      check(text, tokenization)
    }
  }

  @Test(arguments: [Tokenization.english, .whitespace], ["x", "x-", "漢"])
  func aMegabyteWithoutASpace(tokenization: Tokenization, piece: String) {
    check(String(repeating: piece, count: (1 << 20) / piece.utf8.count), tokenization)
  }

  /// What looks forward or back must not do so from every place: doubled text takes about double the time.
  @Test(arguments: [
    ".", "-", "'", "é", "😀", "a.", "1,", "1-", "n't", "://", "x_", "1/", "'a", "http://)", "a&",
  ])
  func repetitionTakesLinearTime(piece: String) {
    func time(_ count: Int) -> Duration {
      let text = String(repeating: piece, count: count)
      return (0..<3).map { _ in
        processorTime { #expect(!Tokenization.english.spans(of: text).isEmpty) }
      }.min() ?? .zero
    }
    check(String(repeating: piece, count: 1 << 12), .english)
    // Quadratic time would be 64 times as much.
    #expect(time(1 << 14) < time(1 << 11) * 40 + .milliseconds(50))
  }
}
