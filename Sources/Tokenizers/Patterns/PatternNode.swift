/// A pattern as it is read, before it becomes a program.
indirect enum PatternNode {
  case empty
  case set(ScalarSet)
  case sequence([PatternNode])
  case alternatives([PatternNode])
  case repetition(PatternNode, min: Int, max: Int?, RepetitionKind)
  /// What stands before or behind, without being part of the match.
  case look(PatternNode, isAhead: Bool, isNegated: Bool)
  /// A group that is never entered again once it has matched.
  case atomic(PatternNode)
  case assertion(PatternAssertion)

  /// How often a part is tried.
  enum RepetitionKind { case greedy, lazy, possessive }

  /// How many scalars this matches at least and at most; nil for no bound.
  var length: (min: Int, max: Int?) {
    switch self {
    case .empty, .look, .assertion: return (0, 0)
    case .set: return (1, 1)
    case .atomic(let node): return node.length
    case .sequence(let nodes):
      return nodes.map(\.length).reduce((0, 0)) { sum, length in
        (Self.sum(sum.0, length.min), Self.bounded(sum.1, length.max, Self.sum))
      }
    case .alternatives(let nodes):
      let lengths = nodes.map(\.length)
      let longest = lengths.map(\.max).reduce(.some(0)) { Self.bounded($0, $1, max) }
      return (lengths.map(\.min).min() ?? 0, longest)
    case .repetition(let node, let least, let most, _):
      let length = node.length
      let product = { (a: Int, b: Int) in a.multipliedReportingOverflow(by: b).overflow ? Int.max : a * b }
      return (product(length.min, least), Self.bounded(length.max, most, product))
    }
  }

  private static func sum(_ a: Int, _ b: Int) -> Int {
    a.addingReportingOverflow(b).overflow ? Int.max : a + b
  }

  private static func bounded(_ a: Int?, _ b: Int?, _ operation: (Int, Int) -> Int) -> Int? {
    guard let a, let b else { return nil }
    return operation(a, b)
  }
}

/// A condition on a place.
enum PatternAssertion: Sendable {
  case lineStart, lineEnd, textStart, textEnd, textEndBeforeNewline, wordBoundary, noWordBoundary
}
