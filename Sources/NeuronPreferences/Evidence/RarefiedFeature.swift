import Glibc

/// What one feature adds to a side of the rarefied affinity, with the derivatives that say how sure the sum is.
struct RarefiedFeature {
  /// A value and its partial derivatives.
  struct Term {
    var value = 0.0
    /// By the feature's count.
    var byCount = 0.0
    /// By its summed activation.
    var bySum = 0.0
    /// By the share of wins that are drawn.
    var byShare = 0.0

    /// How it changes with one unit's records of the feature, the share of wins drawn left aside.
    @inline(__always)
    func change(count: Double, sum: Double) -> Double { byCount * count + bySum * sum }
  }

  /// The chance that it is drawn.
  let chance: Term
  /// The root of what is expected of it.
  let root: Term
  /// What it adds to the total that shares are taken of.
  let total: Term

  /// A feature won `count` times with so large a sum, of which each win is drawn with the chance `share`.
  init(_ metric: DistanceMetric, count: Double, sum: Double, share: Double) {
    let left = share < 1 ? log1p(-share) : -.infinity
    let missing = share < 1 ? exp(count * left) : 0
    chance = Term(
      value: 1 - missing, byCount: missing > 0 ? -missing * left : 0,
      byShare: share < 1 ? count * missing / (1 - share) : 0)
    guard sum > 0, count > 0 else {
      (root, total) = (Term(), Term())
      return
    }
    if metric == .mass {
      let drawn = (sum * share).squareRoot()
      let (factor, byCount, byShare) = Self.shrinkage(count, share)
      root = Term(
        value: drawn * factor, byCount: drawn * byCount, bySum: drawn * factor / (2 * sum),
        byShare: drawn * (factor / (2 * share) + byShare))
      total = Term(value: sum * share, bySum: share, byShare: sum)
    } else {
      let mean = sum / count
      let rootMean = mean.squareRoot()
      root = Term(
        value: rootMean * chance.value,
        byCount: rootMean * (chance.byCount - chance.value / (2 * count)),
        bySum: chance.value / (2 * rootMean * count), byShare: rootMean * chance.byShare)
      total = Term(
        value: mean * chance.value, byCount: mean * (chance.byCount - chance.value / count),
        bySum: chance.value / count, byShare: mean * chance.byShare)
    }
  }

  /// The expected root of a number drawn over the root of its expectation, nearly, and its derivatives.
  private static func shrinkage(_ count: Double, _ share: Double) -> (Double, Double, Double) {
    func factor(_ count: Double, _ share: Double) -> Double {
      let drawn = count * share
      return (drawn / (drawn + (1 - share) * (0.25 + 0.75 / (1 + drawn)))).squareRoot()
    }
    let step = 1e-4
    let value = factor(count, share)
    return (
      value, (factor(count * (1 + step), share) - value) / (count * step),
      (factor(count, share) - factor(count, share * (1 - step))) / (share * step)
    )
  }
}
