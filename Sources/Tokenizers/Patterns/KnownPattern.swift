/// Patterns that many models share, scanned by hand. Each cuts a text without gaps: every scalar is in a match.
enum KnownPattern: Sendable, CaseIterable {
  /// That of GPT-2, which is also `ByteLevel`'s own.
  case gpt2
  /// That of Qwen 2 to 3: each number apart.
  case qwen2
  /// That of Llama 3, cl100k and OLMo 2: numbers three by three.
  case llama3

  /// The pattern as files spell it.
  var source: String {
    switch self {
    case .gpt2: #"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"#
    case .qwen2: Self.modern(numbers: #"\p{N}"#)
    case .llama3: Self.modern(numbers: #"\p{N}{1,3}"#)
    }
  }

  private static func modern(numbers: String) -> String {
    #"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|"# + numbers
      + #"| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"#
  }

  /// The pattern that a file spells, nil if it is none of these.
  init?(source: String) {
    guard let known = Self.allCases.first(where: { $0.source.utf8.elementsEqual(source.utf8) }) else {
      return nil
    }
    self = known
  }

  /// The end of the match at `start`, which must be below `end`.
  func matchEnd(in bytes: UnsafeBufferPointer<UInt8>, from start: Int, to end: Int) -> Int {
    let scanner = Scanner(bytes: bytes, end: end)
    switch self {
    case .gpt2: return scanner.gpt2(start)
    case .qwen2: return scanner.modern(start, numbers: 1)
    case .llama3: return scanner.modern(start, numbers: 3)
    }
  }

  /// Scans one match.
  private struct Scanner {
    let bytes: UnsafeBufferPointer<UInt8>
    let end: Int

    private static let apostrophe = UInt8(ascii: "'")
    private static let lineEnds: ClosedRange<UInt8> = 0x0A...0x0D

    func gpt2(_ start: Int) -> Int {
      if bytes[start] == Self.apostrophe, let end = contraction(start, ignoringCase: false) { return end }
      let word = bytes[start] == 0x20 && start + 1 < end ? start + 1 : start
      let classes = classes(at: word)
      if classes.contains(.letter) { return run(of: .letter, from: word) }
      if classes.contains(.number) { return run(of: .number, from: word) }
      if !classes.contains(.space) { return runOfOthers(from: word) }
      return blanks(start)
    }

    func modern(_ start: Int, numbers: Int) -> Int {
      if bytes[start] == Self.apostrophe, let end = contraction(start, ignoringCase: true) { return end }
      let first = bytes.scalar(at: start)
      let classes = ScalarClasses.of(first.value)
      if classes.contains(.letter) { return run(of: .letter, from: start) }
      if classes.contains(.number) { return run(of: .number, from: start, atMost: numbers) }
      let second = start + first.length
      if first.value != 0x0A, first.value != 0x0D, second < end, self.classes(at: second).contains(.letter) {
        return run(of: .letter, from: second)
      }
      if !classes.contains(.space) { return withLineEnds(runOfOthers(from: start)) }
      if first.value == 0x20, second < end,
        self.classes(at: second).isDisjoint(with: [.letter, .number, .space])
      {
        return withLineEnds(runOfOthers(from: second))
      }
      if let behindLineEnd = lastLineEnd(start) { return behindLineEnd }
      return blanks(start)
    }

    @inline(__always)
    private func classes(at offset: Int) -> ScalarClasses { ScalarClasses.of(bytes.scalar(at: offset).value) }

    private func run(of classes: ScalarClasses, from start: Int, atMost limit: Int = .max) -> Int {
      var offset = start
      var count = 0
      while offset < end, count < limit {
        let unit = bytes.scalar(at: offset)
        guard ScalarClasses.of(unit.value).contains(classes) else { break }
        offset += unit.length
        count += 1
      }
      return offset
    }

    /// The end of a run of neither letters nor numbers nor blanks.
    private func runOfOthers(from start: Int) -> Int {
      var offset = start
      while offset < end {
        let unit = bytes.scalar(at: offset)
        guard ScalarClasses.of(unit.value).isDisjoint(with: [.letter, .number, .space]) else { break }
        offset += unit.length
      }
      return offset
    }

    private func withLineEnds(_ start: Int) -> Int {
      var offset = start
      while offset < end, bytes[offset] == 0x0A || bytes[offset] == 0x0D { offset += 1 }
      return offset
    }

    /// A run of blanks gives its last scalar back if something else follows.
    private func blanks(_ start: Int) -> Int {
      let behind = run(of: .space, from: start)
      guard behind < end else { return behind }
      let last = bytes.scalarStart(behind - 1)
      return last > start ? last : behind
    }

    /// The place behind the last end of line in the run of blanks at `start`, nil if there is none.
    private func lastLineEnd(_ start: Int) -> Int? {
      var offset = run(of: .space, from: start)
      while offset > start {
        let byte = bytes[offset - 1]
        if byte == 0x0A || byte == 0x0D { return offset }
        offset -= 1
      }
      return nil
    }

    /// The end of `'s`, `'t`, `'re`, `'ve`, `'m`, `'ll` or `'d`, nil if it is none.
    private func contraction(_ start: Int, ignoringCase: Bool) -> Int? {
      guard start + 1 < end else { return nil }
      let first = bytes.scalar(at: start + 1)
      let second = start + 2 < end ? bytes[start + 2] : 0
      let fold: UInt8 = ignoringCase ? 0x20 : 0
      switch (UInt8(truncatingIfNeeded: first.value) | fold, second | fold) {
      case (UInt8(ascii: "s"), _), (UInt8(ascii: "t"), _), (UInt8(ascii: "m"), _), (UInt8(ascii: "d"), _):
        if first.value < 0x80 { return start + 2 }
      case (UInt8(ascii: "r"), UInt8(ascii: "e")), (UInt8(ascii: "v"), UInt8(ascii: "e")),
        (UInt8(ascii: "l"), UInt8(ascii: "l")):
        if first.value < 0x80 { return start + 3 }
      default: break
      }
      // The long s is an s to those who ignore case.
      return ignoringCase && first.value == 0x17F ? start + 3 : nil
    }
  }
}
