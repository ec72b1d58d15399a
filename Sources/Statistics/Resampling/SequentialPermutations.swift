/// How many permutations each of many tests gets: few where p is clearly large, more where that decides something.
///
/// All tests are looked at after as many permutations. One goes no further where p is large (above .2 after 199, above
/// .1 after 1,999); a p that stays small is therefore as valid as one of all permutations (Besag and Clifford 1991).
/// One also goes no further where its rate of false discovery is so small after 1,999 (.01) that more permutations
/// would not change what is said of it.
public struct SequentialPermutations: Hashable, Sendable {
  /// The first look: with so few, most tests are told apart from chance, or are like it.
  public static let firstLook = 199

  /// After how many permutations tests are looked at, rising; the last is the most that any gets.
  public let looks: [Int]

  /// Looks up to so many permutations.
  public init(upTo most: Int) {
    precondition(most > 0)
    var looks: [Int] = []
    var next = Self.firstLook
    while next < most {
      looks.append(next)
      next = next < 1_999 ? 1_999 : (next + 1) * 5 - 1
    }
    self.looks = looks + [most]
  }

  /// Whether a test needs no more permutations.
  ///
  /// - Parameters:
  ///   - p: Its p-value so far.
  ///   - q: Its rate of false discovery so far; nil where it has none, and so nothing depends on it.
  ///   - permutations: How many it has had.
  public func isSettled(p: Double, q: Double?, after permutations: Int) -> Bool {
    guard let q else { return true }
    if p > (permutations < 1_999 ? 0.2 : permutations < 9_999 ? 0.1 : 0.05) { return true }
    return permutations >= 1_999 && q <= 0.01
  }
}
