import Glibc

/// Fisher's exact test of a two by two table, both sides: the chance, with the margins as they are, of a table that is
/// no likelier than this one (Fisher 1935). O(smallest margin).
///
/// Where the margins allow more than a million tables, the chance is that of a normal distribution of the same mean and
/// variance: it differs little then, and time doesn't grow with the counts.
///
/// - Parameters:
///   - a: How many of the first group have the property, and how many have not.
///   - b: The same of the second group.
public func fisherExactP(_ a: (yes: Int, no: Int), _ b: (yes: Int, no: Int)) -> Double {
  precondition(min(a.yes, a.no, b.yes, b.no) >= 0)
  let (rowA, rowB, column) = (a.yes + a.no, b.yes + b.no, a.yes + b.yes)
  func logChoose(_ n: Int, _ k: Int) -> Double {
    lgamma(Double(n) + 1) - lgamma(Double(k) + 1) - lgamma(Double(n - k) + 1)
  }
  func logChance(_ yes: Int) -> Double {
    logChoose(rowA, yes) + logChoose(rowB, column - yes) - logChoose(rowA + rowB, column)
  }
  let observed = logChance(a.yes)
  let range = max(0, column - rowB)...min(rowA, column)
  guard range.count <= exactTables else {
    let (n, share) = (Double(column), Double(rowA) / Double(rowA + rowB))
    let variance = n * share * (1 - share) * (Double(rowA + rowB) - n) / Double(rowA + rowB - 1)
    return erfc(abs(Double(a.yes) - n * share) / (2 * variance).squareRoot())
  }
  // Tables that are as likely differ in the last bits.
  let sum = range.reduce(0.0) { sum, yes in
    let chance = logChance(yes)
    return chance <= observed + 1e-7 ? sum + exp(chance) : sum
  }
  return min(1, sum)
}

/// The most tables that are added up one by one.
private let exactTables = 1_000_000
