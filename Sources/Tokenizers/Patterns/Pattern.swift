/// A regular expression of a tokenizer file, matched by backtracking over Unicode scalars.
///
/// Our own, since Oniguruma, which the tokenizers library uses, has no static library in Debian. It knows the
/// constructs that tokenizers use and refuses the others by name.
struct Pattern: Sendable {
  /// The pattern as it is written.
  let source: String
  let program: [PatternInstruction]
  let sets: [ScalarSet]
  /// Places where loops remember the position of their last round.
  let slots: Int

  /// Steps back that a match may take; Oniguruma's limit.
  var backtrackLimit = 10_000_000

  /// Reads a pattern; `path` is for messages.
  init(_ source: String, path: String = "") throws(TokenizerError) {
    self.source = source
    var parser = PatternParser(source)
    do {
      let node = try parser.parse()
      var compiler = PatternCompiler()
      try compiler.compile(node)
      program = compiler.program + [.match]
      sets = compiler.sets
      slots = compiler.slots
    } catch {
      throw .badPattern(path: path, pattern: source, offset: parser.offset, flaw: error)
    }
  }

  /// Hands every match in `range` of a text to `body`, from left to right; they don't overlap. An empty match right
  /// behind another match is passed over.
  ///
  /// - Throws: ``TokenizerError/patternTooSlow(pattern:)``.
  func forEachMatch(
    in bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, _ body: (Range<Int>) -> Void
  ) throws(TokenizerError) {
    var matcher = PatternMatcher(self, bytes: bytes, range: range)
    var start = range.lowerBound
    var lastEnd: Int?
    while start <= range.upperBound {
      guard let match = try matcher.firstMatch(from: start) else { return }
      if match.isEmpty, match.upperBound == lastEnd {
        guard start < range.upperBound else { return }
        start += bytes.scalar(at: start).length
        continue
      }
      body(match)
      start = match.upperBound
      lastEnd = start
    }
  }
}
