/// SentencePiece's way with spaces: each becomes a mark, usually U+2581, another one may be put in front, and a cut
/// comes before each mark.
struct Metaspace: Sendable {
  /// Where a mark is put in front that was no space.
  enum PrependScheme: String, Sendable {
    case always, never
    /// Only at the very beginning of the raw text.
    case first
  }

  let replacement: UInt32
  let prependScheme: PrependScheme
  let splits: Bool

  /// Applies it to the pieces of `draft` that are no tokens.
  func apply(to draft: inout Draft) throws(TokenizerError) {
    var mark: [UInt8] = []
    mark.append(scalar: replacement)
    try draft.replace(.literal([0x20]), by: [replacement])
    if prependScheme != .never { try prepend(mark, to: &draft) }
    if splits { try Splitter(.literal(mark), .mergedWithNext).apply(to: &draft) }
  }

  private func prepend(_ mark: [UInt8], to draft: inout Draft) throws(TokenizerError) {
    let isFirstOnly = prependScheme == .first
    let needsMark = { (view: TextView, range: Range<Int>) in
      !view.bytes.starts(with: mark, at: range.lowerBound, before: range.upperBound)
        && (!isFirstOnly || view.span(at: range.lowerBound).start == 0)
    }
    guard draft.contains(where: needsMark) else { return }
    try draft.rewrite { rewriter in
      if needsMark(rewriter.source, rewriter.position..<rewriter.end) {
        rewriter.prepend([replacement])
      } else {
        rewriter.copy(to: rewriter.end)
      }
    }
  }
}
