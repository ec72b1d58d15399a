/// A text between its raw form and its tokens: the bytes as they are now, and the pieces they are cut into.
struct Draft {
  /// How many times its raw length, and `room` bytes more, a text may come to have.
  static let growth = 64
  private static let room = 1 << 20

  /// The text.
  var text = AlignedText()
  /// Its pieces, in order; bytes between them are dropped.
  var pieces: [Piece] = []
  /// The most bytes that the text may have: a normalizer that inserts makes no more of it.
  private var limit = 0
  private var spareText = AlignedText()
  private var sparePieces: [Piece] = []

  /// Starts with a raw text in one piece.
  mutating func reset(to raw: UnsafeBufferPointer<UInt8>) {
    text.reset(to: raw)
    let (grown, isTooLarge) = raw.count.multipliedReportingOverflow(by: Self.growth)
    limit = isTooLarge ? Int(Int32.max) : min(Int(Int32.max), grown + Self.room)
    pieces.removeAll(keepingCapacity: true)
    if !text.bytes.isEmpty { pieces.append(Piece(lower: 0, upper: text.bytes.count)) }
  }

  /// Writes the pieces that are no tokens anew. `body` writes a piece; what it neither copies nor replaces is
  /// gone. Pieces left empty are dropped.
  mutating func rewrite(_ body: (inout TextRewriter) throws(TokenizerError) -> Void) throws(TokenizerError) {
    var output = AlignedText()
    swap(&output, &spareText)
    output.clear()
    output.reserve(text.bytes.count + text.bytes.count / 8 + 16)
    var kept: [Piece] = []
    swap(&kept, &sparePieces)
    kept.removeAll(keepingCapacity: true)
    try text.withView { (view) throws(TokenizerError) in
      var rewriter = TextRewriter(source: view, output: output, limit: limit)
      output = AlignedText()
      for piece in pieces {
        let lower = rewriter.output.bytes.count
        rewriter.begin(piece.range)
        if piece.isToken { rewriter.copy(to: piece.upper) } else { try body(&rewriter) }
        let upper = rewriter.output.bytes.count
        if upper > lower { kept.append(Piece(lower: lower, upper: upper, token: piece.token)) }
      }
      output = rewriter.output
    }
    guard output.bytes.count <= limit else { throw .textTooLong }
    swap(&text, &output)
    swap(&spareText, &output)
    swap(&pieces, &kept)
    swap(&sparePieces, &kept)
  }

  /// Cuts the pieces that are no tokens further. `body` appends what a piece falls into.
  mutating func cut(
    _ body: (TextView, Piece, inout [Piece]) throws(TokenizerError) -> Void
  ) throws(TokenizerError) {
    var made: [Piece] = []
    swap(&made, &sparePieces)
    made.removeAll(keepingCapacity: true)
    try text.withView { (view) throws(TokenizerError) in
      for piece in pieces {
        if piece.isToken { made.append(piece) } else { try body(view, piece, &made) }
      }
    }
    swap(&pieces, &made)
    swap(&sparePieces, &made)
  }

  /// Whether `body` holds for a piece that is no token.
  func contains(where body: (TextView, Range<Int>) -> Bool) -> Bool {
    text.withView { view in pieces.contains { !$0.isToken && body(view, $0.range) } }
  }
}
