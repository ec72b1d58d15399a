import Files

/// The tokens of pieces that came before, for one thread.
struct PieceCache {
  /// A token of a piece and its length in bytes.
  struct Part {
    let id: Int32
    let length: Int32
  }

  /// Longer pieces seldom come again.
  static let lengthLimit = 64
  /// Pieces that are remembered before all are forgotten.
  static let countLimit = 1 << 15

  private var pieces = ByteStringTable()
  private var parts: [Part] = []
  /// End of each piece's parts; the start is the end before it.
  private var ends: [Int] = []

  /// Appends the tokens of a piece that starts at `lower` of a text. False if the piece is not known.
  @inline(__always)
  func append(_ piece: UnsafeBufferPointer<UInt8>, at lower: Int, to run: inout TokenRun) -> Bool {
    guard let index = pieces.index(of: piece) else { return false }
    var offset = lower
    for place in (index == 0 ? 0 : ends[index - 1])..<ends[index] {
      let part = parts[place]
      let end = offset + Int(part.length)
      run.append(part.id, offset, end)
      offset = end
    }
    return true
  }

  /// Remembers the tokens of `run` from the number `first` on as those of a piece.
  mutating func remember(_ piece: UnsafeBufferPointer<UInt8>, _ run: TokenRun, from first: Int) {
    guard piece.count <= Self.lengthLimit else { return }
    if pieces.count >= Self.countLimit { self = PieceCache() }
    guard pieces.insert(piece) == ends.count else { return }
    for index in first..<run.count {
      parts.append(Part(id: run.ids[index], length: Int32(run.ranges[index].count)))
    }
    ends.append(parts.count)
  }
}
