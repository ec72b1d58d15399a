import Statistics
import Testing

@testable import Tokenizers

/// The pattern engine, and the scanners written by hand beside it.
struct PatternTests {
  private func matches(_ pattern: String, _ text: String) throws -> [String] {
    let pattern = try Pattern(pattern)
    let bytes = Array(text.utf8)
    var found: [String] = []
    try bytes.withUnsafeBufferPointer { buffer in
      try pattern.forEachMatch(in: buffer, 0..<buffer.count) {
        found.append(String(decoding: buffer[$0], as: UTF8.self))
      }
    }
    return found
  }

  @Test(arguments: [
    (#"a+"#, "caaandaat", ["aaa", "aa"]), (#"a+?"#, "aaa", ["a", "a", "a"]), (#"a|ab|abc"#, "abc", ["a"]),
    (#"(?:ab)+c?"#, "ababcab", ["ababc", "ab"]), (#"[^a-c\d]"#, "ad1e", ["d", "e"]),
    (#"\s+(?!\S)"#, "a   b ", ["  ", " "]),
    (#"(?<=x)y"#, "yxyy", ["y"]), (#"(?<!x)y"#, "yxyy", ["y", "y"]), (#"(?>a+)ab"#, "aaab", []),
    (#"a{2}"#, "aaaaa", ["aa", "aa"]), (#"a{2,}"#, "aaaaa", ["aaaaa"]), (#"a{,2}b"#, "aaab", ["aab"]),
    (#"(?i:straße|k)"#, "STRAßE \u{212A}", ["STRAßE", "\u{212A}"]), (#"\p{Lu}\p{^Lu}"#, "aBcD", ["Bc"]),
    (#"\p{Han}+"#, "a漢字か", ["漢字"]), (#"[a-z&&[^m-p]]+"#, "lmq", ["l", "q"]), (#"^."#, "ab\ncd", ["a", "c"]),
    (#".$"#, "ab\ncd", ["b", "d"]), (#"(?m:.+)"#, "a\nb", ["a\nb"]),
    (#"\x{e9}|\u00e8|\x41"#, "éèA", ["é", "è", "A"]),
    (#"(a*)*b"#, "aab", ["aab"]), (#"x*"#, "axb", ["", "x", ""]), (#"\bab\b"#, "ab abc ab", ["ab", "ab"]),
    (#"[\]\-^]+"#, "a]-^", ["]-^"]), (#"a++a"#, "aaa", []), (#"(?:|a)b"#, "ab", ["ab"]),
  ])
  func matchesAsOnigurumaDoes(_ pattern: String, _ text: String, _ expected: [String]) throws {
    #expect(try matches(pattern, text) == expected)
  }

  @Test(arguments: [
    ("(", PatternFlaw.endOfPattern), ("a)", .unbalanced), ("*a", .nothingToRepeat), ("[z-a]", .badRange),
    ("[a", .endOfPattern), (#"\k<x>"#, .unsupported(#"\k"#)),
    (#"\p{Nonsense}"#, .unsupported(#"\p{Nonsense}"#)),
    ("(?<=a+)b", .unboundedLookBehind), ("(?q)", .unsupported("(?q")), ("a{3,2}", .badRange),
    (#"\1"#, .unsupported(#"\1"#)),
    (String(repeating: "(", count: 100), .tooLarge), ("(?:(?:a{1000}){1000}){1000}", .tooLarge),
    ("a" + String(repeating: "?", count: 300), .tooLarge),
  ])
  func refusesByName(_ pattern: String, _ flaw: PatternFlaw) {
    let error = #expect(throws: TokenizerError.self) { try Pattern(pattern) }
    guard case .badPattern(_, pattern, _, let found)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(found == flaw)
  }

  @Test func emptyPartsRepeatWithoutEnd() throws {
    #expect(try matches("(?:(?:(?:(?:){9999}){9999}){9999}){9999}a", "ba") == ["a"])
    #expect(try matches(String(repeating: "a|", count: 15_000) + "b", "ab") == ["a", "b"])
  }

  @Test func endlessBacktrackingIsGivenUp() throws {
    var pattern = try Pattern("(x+x+)+y")
    pattern.backtrackLimit = 10_000
    let bytes = Array(repeating: UInt8(ascii: "x"), count: 40)
    #expect(throws: TokenizerError.patternTooSlow(pattern: "(x+x+)+y")) {
      try bytes.withUnsafeBufferPointer { buffer in try pattern.forEachMatch(in: buffer, 0..<40) { _ in } }
    }
  }

  @Test(arguments: KnownPattern.allCases)
  func scannersCutAsTheirPatternsDo(_ known: KnownPattern) throws {
    let seed: UInt64 = 11
    var random = SplitMix64(seed: seed)
    let pattern = try Pattern(known.source)
    let alphabet = Array(
      "abZ'stredmlvLS ſ019½²Ⅷ.,!\u{301}\u{a0}\u{3000}\u{85}\n\r\t漢か가😀 \u{2028}".unicodeScalars)
    for _ in 0..<300 {
      var text = String.UnicodeScalarView()
      for _ in 0..<Int.random(in: 1...24, using: &random) {
        text.append(alphabet[Int.random(in: 0..<alphabet.count, using: &random)])
      }
      let bytes = Array(String(text).utf8)
      try bytes.withUnsafeBufferPointer { buffer in
        var byEngine: [Range<Int>] = []
        var byHand: [Range<Int>] = []
        try pattern.forEachMatch(in: buffer, 0..<buffer.count) { byEngine.append($0) }
        try TextMatcher.known(known).forEachMatch(in: buffer, 0..<buffer.count) { byHand.append($0) }
        #expect(byHand == byEngine, "seed \(seed): \(String(text).debugDescription)")
      }
    }
  }
}
