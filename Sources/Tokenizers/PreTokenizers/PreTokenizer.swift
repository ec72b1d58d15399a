/// One step that cuts text into the pieces that a model sees. A `Sequence` is several steps.
enum PreTokenizer: Sendable {
  /// Cuts at the matches of something.
  case split(Splitter)
  /// Spells each byte by a letter, after a space in front and GPT-2's cuts where asked for.
  case byteLevel(addsPrefixSpace: Bool, splits: Bool)
  /// A mark for spaces, and a cut before each.
  case metaspace(Metaspace)
  /// Cuts between scripts.
  case scripts
  /// Cuts after so many scalars.
  case fixedLength(Int)

  /// Applies the step to the pieces of `draft` that are no tokens.
  ///
  /// - Parameter spellsBytes: Whether a byte-level step writes the letters; a model that reads bytes needs none.
  func apply(to draft: inout Draft, spellsBytes: Bool) throws(TokenizerError) {
    switch self {
    case .split(let splitter): try splitter.apply(to: &draft)
    case .byteLevel(let addsPrefixSpace, let splits):
      if addsPrefixSpace { try draft.prependSpace() }
      if splits { try Splitter(.known(.gpt2), .isolated).apply(to: &draft) }
      if spellsBytes { try draft.spellBytes() }
    case .metaspace(let metaspace): try metaspace.apply(to: &draft)
    case .scripts:
      try draft.cut { view, piece, pieces in Self.cutScripts(view.bytes, piece.range, into: &pieces) }
    case .fixedLength(let length):
      try draft.cut { view, piece, pieces in
        Self.cut(view.bytes, piece.range, every: length, into: &pieces)
      }
    }
  }

  private static func cut(
    _ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, every length: Int, into pieces: inout [Piece]
  ) {
    var (lower, offset, count) = (range.lowerBound, range.lowerBound, 0)
    while offset < range.upperBound {
      offset += bytes.scalar(at: offset).length
      count += 1
      if count == length || offset == range.upperBound {
        pieces.append(Piece(lower: lower, upper: offset))
        (lower, count) = (offset, 0)
      }
    }
  }

  /// A cut stands before each scalar of a script other than the last one, the first included: what comes before
  /// the first script is lost, as in the tokenizers library.
  private static func cutScripts(
    _ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, into pieces: inout [Piece]
  ) {
    var lower: Int?
    var last: UInt8?
    var offset = range.lowerBound
    while offset < range.upperBound {
      let unit = bytes.scalar(at: offset)
      let script = MergedScripts.number(of: unit.value)
      if script != MergedScripts.any, script != last {
        if let lower { pieces.append(Piece(lower: lower, upper: offset)) }
        lower = offset
      }
      if script != MergedScripts.any { last = script }
      offset += unit.length
    }
    if let lower { pieces.append(Piece(lower: lower, upper: range.upperBound)) }
  }
}

extension Draft {
  /// Puts a space before each piece that does not begin with one.
  mutating func prependSpace() throws(TokenizerError) {
    guard contains(where: { view, range in view.bytes[range.lowerBound] != 0x20 }) else { return }
    try rewrite { rewriter in
      if rewriter.source.bytes[rewriter.position] == 0x20 {
        rewriter.copy(to: rewriter.end)
      } else {
        rewriter.prepend([0x20])
      }
    }
  }
}
