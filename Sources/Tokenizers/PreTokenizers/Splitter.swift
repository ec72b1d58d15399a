/// Cuts text at matches.
struct Splitter: Sendable {
  /// What becomes of a match.
  enum Behavior: String, Sendable {
    case removed = "Removed"
    case isolated = "Isolated"
    case mergedWithPrevious = "MergedWithPrevious"
    case mergedWithNext = "MergedWithNext"
    /// Adjacent matches are one.
    case contiguous = "Contiguous"
  }

  let matcher: TextMatcher
  let behavior: Behavior
  /// Whether what lies between matches counts as the match.
  let isInverted: Bool

  init(_ matcher: TextMatcher, _ behavior: Behavior, isInverted: Bool = false) {
    self.matcher = matcher
    self.behavior = behavior
    self.isInverted = isInverted
  }

  /// Cuts the pieces of `draft` that are no tokens.
  func apply(to draft: inout Draft) throws(TokenizerError) {
    try draft.cut { (view, piece, pieces) throws(TokenizerError) in
      if behavior == .isolated || behavior == .removed {
        try cutPlainly(view.bytes, piece.range, into: &pieces)
      } else {
        var merging = Merging(behavior: behavior, first: pieces.count)
        try forEachPart(of: view.bytes, piece.range) { range, isMatch in
          merging.add(range, isMatch: isMatch, to: &pieces)
        }
        merging.finish(&pieces)
      }
    }
  }

  /// Cuts where matches stay by themselves or vanish.
  private func cutPlainly(
    _ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, into pieces: inout [Piece]
  ) throws(TokenizerError) {
    let keepsMatches = behavior == .isolated || isInverted
    let keepsRest = behavior == .isolated || !isInverted
    var end = range.lowerBound
    try matcher.forEachMatch(in: bytes, range) { match in
      if keepsRest, match.lowerBound > end { pieces.append(Piece(lower: end, upper: match.lowerBound)) }
      if keepsMatches, !match.isEmpty {
        pieces.append(Piece(lower: match.lowerBound, upper: match.upperBound))
      }
      end = match.upperBound
    }
    if keepsRest, end < range.upperBound { pieces.append(Piece(lower: end, upper: range.upperBound)) }
  }

  /// Hands matches and what lies between to `body`, in order and without gaps.
  private func forEachPart(
    of bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, _ body: (Range<Int>, Bool) -> Void
  ) throws(TokenizerError) {
    var end = range.lowerBound
    try matcher.forEachMatch(in: bytes, range) { match in
      if match.lowerBound > end { body(end..<match.lowerBound, isInverted) }
      body(match, !isInverted)
      end = match.upperBound
    }
    if end < range.upperBound { body(end..<range.upperBound, isInverted) }
  }

  /// Joins matches with their neighbours.
  private struct Merging {
    let behavior: Behavior
    /// The number of the first part of this piece.
    let first: Int
    private var lastIsMatch = false
    /// A match that waits for what follows.
    private var waiting: Range<Int>?

    init(behavior: Behavior, first: Int) {
      self.behavior = behavior
      self.first = first
    }

    mutating func add(_ range: Range<Int>, isMatch: Bool, to pieces: inout [Piece]) {
      if behavior == .mergedWithNext { return addToNext(range, isMatch, &pieces) }
      let joins = behavior == .contiguous ? isMatch == lastIsMatch : isMatch && !lastIsMatch
      if joins, pieces.count > first {
        pieces[pieces.count - 1].upper = range.upperBound
      } else {
        pieces.append(Piece(lower: range.lowerBound, upper: range.upperBound))
      }
      lastIsMatch = isMatch
    }

    private mutating func addToNext(_ range: Range<Int>, _ isMatch: Bool, _ pieces: inout [Piece]) {
      if let match = waiting, isMatch {
        pieces.append(Piece(lower: match.lowerBound, upper: match.upperBound))
        waiting = range
      } else if let match = waiting {
        pieces.append(Piece(lower: match.lowerBound, upper: range.upperBound))
        waiting = nil
      } else if isMatch {
        waiting = range
      } else {
        pieces.append(Piece(lower: range.lowerBound, upper: range.upperBound))
      }
    }

    /// Ends the piece and drops empty parts.
    mutating func finish(_ pieces: inout [Piece]) {
      if let last = waiting { pieces.append(Piece(lower: last.lowerBound, upper: last.upperBound)) }
      pieces[first...].removeAll { $0.range.isEmpty }
    }
  }
}
