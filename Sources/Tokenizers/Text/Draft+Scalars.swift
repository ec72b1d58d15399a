extension Draft {
  /// Rewrites the scalars that `isAffected` holds for; the others stay. `body` gets such a scalar as the next one
  /// of the rewriter and must replace or skip it. Does nothing if there is none. O(length).
  @inline(__always)
  mutating func rewriteScalars(
    where isAffected: (UInt32) -> Bool, _ body: (inout TextRewriter, UInt32) -> Void
  ) throws(TokenizerError) {
    let isNeeded = contains { view, range in
      Self.firstScalar(of: view.bytes, in: range, where: isAffected) < range.upperBound
    }
    guard isNeeded else { return }
    try rewrite { rewriter in
      while rewriter.position < rewriter.end {
        let bytes = rewriter.source.bytes
        let next = Self.firstScalar(of: bytes, in: rewriter.position..<rewriter.end, where: isAffected)
        rewriter.copy(to: next)
        guard next < rewriter.end else { return }
        body(&rewriter, bytes.scalar(at: next).value)
      }
    }
  }

  @inline(__always)
  private static func firstScalar(
    of bytes: UnsafeBufferPointer<UInt8>, in range: Range<Int>, where isAffected: (UInt32) -> Bool
  ) -> Int {
    var offset = range.lowerBound
    while offset < range.upperBound {
      let unit = bytes.scalar(at: offset)
      if isAffected(unit.value) { return offset }
      offset += unit.length
    }
    return range.upperBound
  }

  /// Lowers the case of ASCII letters where they stand.
  mutating func lowercaseASCII() {
    for piece in pieces where !piece.isToken {
      for offset in piece.range where text.bytes[offset] &- 0x41 < 26 {
        text.replaceASCII(at: offset, by: text.bytes[offset] | 0x20)
      }
    }
  }

  /// Makes spaces of tabs and ends of lines where they stand.
  mutating func blankASCIISpace() {
    for piece in pieces where !piece.isToken {
      for offset in piece.range {
        switch text.bytes[offset] {
        case 0x09, 0x0A, 0x0D: text.replaceASCII(at: offset, by: 0x20)
        default: break
        }
      }
    }
  }

  /// Puts `content` in the place of each match. It stands for the last scalar of what it replaces.
  mutating func replace(_ matcher: TextMatcher, by content: [UInt32]) throws(TokenizerError) {
    if case .literal(let bytes) = matcher {
      let isNeeded = contains { view, range in
        TextMatcher.firstLiteral(bytes, in: view.bytes, range) != nil
      }
      guard isNeeded else { return }
    }
    try rewrite { (rewriter) throws(TokenizerError) in
      let bytes = rewriter.source.bytes
      try matcher.forEachMatch(in: bytes, rewriter.position..<rewriter.end) { match in
        rewriter.copy(to: match.lowerBound)
        rewriter.skip(to: match.upperBound)
        for scalar in content { rewriter.insert(scalar) }
      }
      rewriter.copy(to: rewriter.end)
    }
  }

  /// Spells each byte by its letter of the byte-level alphabet.
  mutating func spellBytes() throws(TokenizerError) {
    try rewrite { rewriter in
      let bytes = rewriter.source.bytes
      var offset = rewriter.position
      while offset < rewriter.end {
        let length = bytes.scalar(at: offset).length
        rewriter.replace(by: ByteAlphabet.letter(of: bytes[offset]))
        for byte in bytes[(offset + 1)..<(offset + length)] { rewriter.insert(ByteAlphabet.letter(of: byte)) }
        offset += length
      }
    }
  }
}

extension TextRewriter {
  /// Writes scalars before the piece, then the piece. They stand for its first scalar.
  mutating func prepend(_ scalars: [UInt32]) {
    guard position < end else { return }
    let first = source.bytes.scalar(at: position).value
    for (index, scalar) in scalars.enumerated() { write(scalar, change: index) }
    if scalars.isEmpty { skip(1) }
    insert(first)
    copy(to: end)
  }
}
