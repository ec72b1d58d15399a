/// The added tokens of a tokenizer, and how they are found: the longest at the leftmost place.
struct AddedTokens: Sendable {
  private(set) var tokens: [Int32: AddedToken] = [:]
  private var ids: [[UInt8]: Int32] = [:]
  private var rawTrie = ByteTrie()
  private var normalizedTrie = ByteTrie()

  /// Whether some are not special.
  private var hasOrdinary = false

  /// Ids of special tokens.
  var specialIDs: Set<Int32> { Set(tokens.filter { $0.value.isSpecial }.keys) }
  /// The id of a token, nil if it is none of these.
  func id(of token: [UInt8]) -> Int32? { ids[token] }
  /// The largest id, nil if there are none.
  var largestID: Int32? { tokens.keys.max() }

  /// Adds tokens in order. Those that the model knows have its id, the others the next free ones, whatever the file
  /// says: the library's rule.
  ///
  /// - Parameters:
  ///   - table: The model's vocabulary.
  ///   - normalize: What the text of a token becomes that is looked for after normalization.
  mutating func add(
    _ list: [AddedToken], table: TokenTable, path: String,
    normalize: ([UInt8]) throws(TokenizerError) -> [UInt8]
  ) throws(TokenizerError) {
    var next = Int32(table.count)
    var patterns: [Int32: [UInt8]] = [:]
    for token in list where !token.content.isEmpty {
      let id = ids[token.content] ?? table.id(of: token.content) ?? next
      if id == next, ids[token.content] == nil, table.id(of: token.content) == nil { next += 1 }
      guard id < TokenTable.idLimit else { throw .tooLarge(path: path, limit: TokenTable.idLimit) }
      ids[token.content] = id
      tokens[id] = token
      if !token.isSpecial { hasOrdinary = true }
      patterns[id] = token.isNormalized ? try normalize(token.content) : token.content
    }
    for (id, pattern) in patterns.sorted(by: { $0.key < $1.key }) where !pattern.isEmpty {
      let isNormalized = tokens[id]?.isNormalized ?? false
      let fits =
        isNormalized ? normalizedTrie.insert(pattern, value: id) : rawTrie.insert(pattern, value: id)
      guard fits else { throw .tooLarge(path: path, limit: ByteTrie.nodeLimit) }
    }
  }

  /// Cuts out the tokens that are looked for in the raw text, or those in the normalized one.
  ///
  /// - Parameter keepsSpecial: Whether a special token's text is the token; otherwise it is text, and hides what
  ///   else begins inside it.
  func cut(_ draft: inout Draft, normalized: Bool, keepsSpecial: Bool) throws(TokenizerError) {
    let trie = normalized ? normalizedTrie : rawTrie
    guard !trie.isEmpty, keepsSpecial || hasOrdinary else { return }
    try draft.cut { view, piece, pieces in
      cut(view.bytes, piece.range, trie, keepsSpecial: keepsSpecial, into: &pieces)
    }
  }

  private func cut(
    _ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, _ trie: ByteTrie, keepsSpecial: Bool,
    into pieces: inout [Piece]
  ) {
    var done = range.lowerBound
    var offset = range.lowerBound
    while offset < range.upperBound {
      guard let (id, end) = longest(at: offset, of: bytes, range.upperBound, trie), let token = tokens[id]
      else {
        offset += 1
        continue
      }
      let start = offset
      offset = end
      if token.isSpecial, !keepsSpecial { continue }
      if token.isSingleWord, Self.touchesWord(start..<end, in: bytes, range) { continue }
      var (lower, upper) = (start, end)
      if token.stripsLeft { lower = max(Self.blanksStart(before: start, bytes, range.lowerBound), done) }
      if token.stripsRight { upper = Self.blanksEnd(behind: end, bytes, range.upperBound) }
      if done < lower { pieces.append(Piece(lower: done, upper: lower)) }
      if lower < upper { pieces.append(Piece(lower: lower, upper: upper, token: id)) }
      done = upper
    }
    if done < range.upperBound { pieces.append(Piece(lower: done, upper: range.upperBound)) }
  }

  @inline(__always)
  private func longest(
    at start: Int, of bytes: UnsafeBufferPointer<UInt8>, _ end: Int, _ trie: ByteTrie
  ) -> (id: Int32, end: Int)? {
    var node = ByteTrie.root
    var longest: (Int32, Int)?
    var offset = start
    while offset < end, let next = trie.child(of: node, bytes[offset]) {
      node = next
      offset += 1
      if trie.value(at: node) >= 0 { longest = (trie.value(at: node), offset) }
    }
    return longest
  }

  private static func touchesWord(
    _ token: Range<Int>, in bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>
  ) -> Bool {
    let isWord = { (unit: ScalarUnit) in ScalarClasses.of(unit.value).contains(.word) }
    return token.lowerBound > range.lowerBound && isWord(bytes.scalar(before: token.lowerBound))
      || token.upperBound < range.upperBound && isWord(bytes.scalar(at: token.upperBound))
  }

  private static func blanksStart(before end: Int, _ bytes: UnsafeBufferPointer<UInt8>, _ floor: Int) -> Int {
    var start = end
    while start > floor, case let unit = bytes.scalar(before: start),
      ScalarClasses.of(unit.value).contains(.space)
    {
      start -= unit.length
    }
    return start
  }

  private static func blanksEnd(behind start: Int, _ bytes: UnsafeBufferPointer<UInt8>, _ ceiling: Int) -> Int
  {
    var end = start
    while end < ceiling, case let unit = bytes.scalar(at: end), ScalarClasses.of(unit.value).contains(.space)
    {
      end += unit.length
    }
    return end
  }
}
