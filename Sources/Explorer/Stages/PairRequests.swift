import Measures

/// Pairs of stages that background work has been asked for, each once.
struct PairRequests: Sendable {
  private var asked: Set<ComparedPair> = []
  /// Those of them that are not answered yet.
  private(set) var pending: Set<ComparedPair> = []

  /// Whether a pair is to be asked for: only where it has not been before, whatever came of it.
  mutating func begin(_ pair: ComparedPair) -> Bool {
    guard asked.insert(pair).inserted else { return false }
    pending.insert(pair)
    return true
  }

  /// Forgets a pair, so that it is asked for again.
  mutating func forget(_ pair: ComparedPair) { asked.remove(pair) }

  /// Takes note of an answer, or that there will be none.
  mutating func end(_ pair: ComparedPair) { pending.remove(pair) }
}
