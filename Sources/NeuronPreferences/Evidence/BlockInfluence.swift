import Glibc
import Statistics

/// How much every document block of either stage contributes to what is said of one neuron: the derivatives of its
/// statistics by the blocks' weights, whose spread gives their standard errors (`jackknifeVariance` in Statistics).
///
/// Near no change at all the affinity is flat, and its error is better known from relabelled stages: the larger of both
/// is used.
struct BlockInfluence {
  let metric: DistanceMetric
  /// Wins drawn of either side.
  let wins: Double
  /// Whether the block of one number is the same text at both stages.
  let isPaired: Bool

  /// Standard errors, and the values that need no relabelling.
  struct Result {
    /// Of the affinity over that of both stages thrown together, the latter taken as what chance leaves.
    var affinityRatioError = 0.0
    /// Doublings of the number of different features among as many wins.
    var lengthChange = 0.0
    var lengthError = 0.0
    /// Change of the entropy of wins over features, in bits.
    var entropyChange = 0.0
    var entropyError = 0.0
  }

  /// Sums over features, by block where they are derivatives.
  private struct Sums {
    var root: [Double]
    var total: [Double]
    var length: [Double]
    var entropy: [Double]
    var wins: [Double]
    var byShare = (root: 0.0, total: 0.0, length: 0.0)
    var value = (total: 0.0, length: 0.0, entropy: 0.0)

    init(blocks: Int) {
      root = Array(repeating: 0, count: blocks)
      (total, length, entropy, wins) = (root, root, root, root)
    }
  }

  /// Measures a neuron that has wins at both stages. O(records + blocks).
  ///
  /// - Parameters:
  ///   - a: Its records at the first stage, sorted by feature.
  ///   - b: The same at the second stage.
  ///   - blocks: How many blocks either stage has.
  func measure(_ a: [BlockPreference], _ b: [BlockPreference], blocks: (a: Int, b: Int)) -> Result {
    let (winsA, winsB) = (Self.wins(a), Self.wins(b))
    guard winsA > 0, winsB > 0 else { return Result() }
    var sides = (a: Sums(blocks: blocks.a), b: Sums(blocks: blocks.b))
    var pool = (a: Sums(blocks: blocks.a), b: Sums(blocks: blocks.b))
    var (shared, poolShared, poolTotal) = (0.0, 0.0, 0.0)
    var poolByShare = (root: 0.0, total: 0.0, length: 0.0)
    let share = (
      a: min(1, wins / winsA), b: min(1, wins / winsB), pool: min(1, wins / (winsA + winsB))
    )
    forEachFeature(a, b) { ownA, ownB in
      let (countA, sumA) = Self.totals(ownA)
      let (countB, sumB) = Self.totals(ownB)
      let featureA = RarefiedFeature(metric, count: countA, sum: sumA, share: share.a)
      let featureB = RarefiedFeature(metric, count: countB, sum: sumB, share: share.b)
      let both = RarefiedFeature(metric, count: countA + countB, sum: sumA + sumB, share: share.pool)
      shared += featureA.root.value * featureB.root.value
      poolShared += both.root.value * both.root.value
      poolTotal += both.total.value
      Self.add(ownA, featureA, other: featureB.root.value, wins: winsA, to: &sides.a)
      Self.add(ownB, featureB, other: featureA.root.value, wins: winsB, to: &sides.b)
      Self.add(ownA, both, other: 2 * both.root.value, wins: winsA, to: &pool.a)
      Self.add(ownB, both, other: 2 * both.root.value, wins: winsB, to: &pool.b)
      poolByShare.root += 2 * both.root.value * both.root.byShare
      poolByShare.total += both.total.byShare
    }
    (pool.a.byShare, pool.b.byShare) = (poolByShare, poolByShare)
    let ratio =
      shared > 0 && poolShared > 0
      ? shared / (sides.a.value.total * sides.b.value.total).squareRoot() / (poolShared / poolTotal) : 0
    func influences(_ side: Sums, _ pool: Sums, share: Double, winsOfSide: Double) -> [Double] {
      let shareSlope = share < 1 ? -share / winsOfSide : 0
      let poolSlope = self.wins < winsA + winsB ? -self.wins / ((winsA + winsB) * (winsA + winsB)) : 0
      return side.wins.indices.map { block in
        guard ratio > 0, side.value.total > 0 else { return 0 }
        let own = side.wins[block]
        let root = (side.root[block] + side.byShare.root * shareSlope * own) / shared
        let total = (side.total[block] + side.byShare.total * shareSlope * own) / side.value.total
        let poolRoot = (pool.root[block] + pool.byShare.root * poolSlope * own) / poolShared
        let poolOwn = (pool.total[block] + pool.byShare.total * poolSlope * own) / poolTotal
        return root - total / 2 - poolRoot + poolOwn
      }
    }
    func lengths(_ side: Sums, share: Double, winsOfSide: Double) -> [Double] {
      let slope = share < 1 ? -share / winsOfSide : 0
      return side.wins.indices.map { block in
        (side.length[block] + side.byShare.length * slope * side.wins[block]) / (side.value.length * log(2))
      }
    }
    var result = Result()
    result.affinityRatioError =
      ratio
      * error(
        influences(sides.a, pool.a, share: share.a, winsOfSide: winsA),
        influences(sides.b, pool.b, share: share.b, winsOfSide: winsB), sign: 1)
    result.lengthChange = log2(sides.b.value.length / sides.a.value.length)
    result.lengthError = error(
      lengths(sides.a, share: share.a, winsOfSide: winsA),
      lengths(sides.b, share: share.b, winsOfSide: winsB), sign: -1)
    result.entropyChange = sides.b.value.entropy - sides.a.value.entropy
    // What a block's wins do to all others' shares.
    func entropies(_ side: Sums, _ wins: Double) -> [Double] {
      let entropy = side.entropy.reduce(0, +)
      return zip(side.entropy, side.wins).map { $0 - entropy * $1 / wins }
    }
    result.entropyError = error(entropies(sides.a, winsA), entropies(sides.b, winsB), sign: -1)
    return result
  }

  /// Adds what one feature has at one side.
  private static func add(
    _ records: ArraySlice<BlockPreference>, _ feature: RarefiedFeature, other: Double, wins: Double,
    to sums: inout Sums
  ) {
    guard !records.isEmpty else { return }
    let (count, _) = totals(records)
    let surprise = -log2(count / wins)
    sums.value.total += feature.total.value
    sums.value.length += feature.chance.value
    // Miller and Madow's term for features that a sample misses.
    sums.value.entropy += count / wins * surprise + 1 / (2 * wins * M_LN2)
    sums.byShare.root += other * feature.root.byShare
    sums.byShare.total += feature.total.byShare
    sums.byShare.length += feature.chance.byShare
    for record in records {
      let (own, sum) = (Double(record.count), record.sum)
      sums.root[record.block] += other * feature.root.change(count: own, sum: sum)
      sums.total[record.block] += feature.total.change(count: own, sum: sum)
      sums.length[record.block] += feature.chance.byCount * own
      sums.entropy[record.block] += own / wins * surprise
      sums.wins[record.block] += own
    }
  }

  /// The standard error of a sum of both sides' influences, the second's with a sign.
  private func error(_ a: [Double], _ b: [Double], sign: Double) -> Double {
    if isPaired { return jackknifeVariance(zip(a, b).map { $0 + sign * $1 }).squareRoot() }
    return (jackknifeVariance(a) + jackknifeVariance(b)).squareRoot()
  }

  private static func wins(_ records: [BlockPreference]) -> Double {
    Double(records.reduce(0) { $0 + $1.count })
  }

  private static func totals(_ records: ArraySlice<BlockPreference>) -> (count: Double, sum: Double) {
    records.reduce(into: (0, 0)) { $0 = ($0.count + Double($1.count), $0.sum + $1.sum) }
  }

  /// Gives the records of each feature at either stage.
  private func forEachFeature(
    _ a: [BlockPreference], _ b: [BlockPreference],
    _ body: (ArraySlice<BlockPreference>, ArraySlice<BlockPreference>) -> Void
  ) {
    var (i, j) = (0, 0)
    while i < a.count || j < b.count {
      let feature = min(i < a.count ? a[i].feature : .max, j < b.count ? b[j].feature : .max)
      let (startA, startB) = (i, j)
      while i < a.count, a[i].feature == feature { i += 1 }
      while j < b.count, b[j].feature == feature { j += 1 }
      body(a[startA..<i], b[startB..<j])
    }
  }
}
