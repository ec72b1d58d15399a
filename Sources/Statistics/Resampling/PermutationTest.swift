/// The p-value of a permutation test: `(b + 1) / (m + 1)` where b of m permutations stand out at least as much as
/// what was observed, which counts as one of them (Phipson and Smyth, 2010).
public func permutationPValue(exceeding: Int, of permutations: Int) -> Double {
  precondition((0...permutations).contains(exceeding))
  return Double(exceeding + 1) / Double(permutations + 1)
}
