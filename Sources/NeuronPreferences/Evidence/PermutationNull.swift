import Statistics

/// How a null distribution was made.
public struct NullSummary: Hashable, Sendable {
  /// Number of relabellings.
  public let permutations: Int
  /// What they were drawn from.
  public let seed: UInt64
  /// Whether blocks changed sides in pairs, as they do where both stages read the same text.
  public let isPaired: Bool
  /// What was compared under each.
  public let statistic: TestStatistic
}

/// Where a distance stands among those of relabelled blocks.
struct PermutationOutcome: Equatable, Sendable {
  /// The distance minus its mean under the null, both of as many wins at either stage.
  let excess: Double
  /// `(b + 1) / (m + 1)`, b of the m relabellings standing out at least as much (Phipson & Smyth 2010).
  let p: Double
}

/// One neuron's records at both stages, laid out so that every relabelling is one pass over them.
struct PermutationNull {
  private typealias Lanes = BlockRelabelling.Lanes

  /// A record of one block.
  private struct Entry {
    /// Where the block's weights are.
    let weight: Int
    let count: Double
    let sum: Double
  }
  private var entries: [Entry] = []
  /// Where each feature's entries start; one more than features.
  private var starts: [Int] = [0]
  /// A value for each relabelling, of the neuron at hand.
  private var distances: [Double] = []
  private var newcomers: [Double] = []

  /// Takes the records of another neuron, each list sorted by feature.
  ///
  /// The side with more wins is thinned to as many as the other has, drawn from `generator`: relabelled sides
  /// are about equal in wins, and a distance shrinks with wins, so that a neuron which only came to win more often
  /// would seem to have moved.
  mutating func load(
    _ a: [BlockPreference], _ b: [BlockPreference], _ labels: BlockRelabelling,
    thinnedBy generator: inout SplitMix64
  ) {
    let (winsA, winsB) = (a.reduce(0) { $0 + $1.count }, b.reduce(0) { $0 + $1.count })
    let a = Self.thinned(a, from: winsA, to: min(winsA, winsB), &generator)
    let b = Self.thinned(b, from: winsB, to: min(winsA, winsB), &generator)
    entries.removeAll(keepingCapacity: true)
    starts.removeAll(keepingCapacity: true)
    var (i, j) = (0, 0)
    while i < a.count || j < b.count {
      let feature = min(i < a.count ? a[i].feature : .max, j < b.count ? b[j].feature : .max)
      starts.append(entries.count)
      while i < a.count, a[i].feature == feature {
        append(a[i], at: labels.index(ofBlock: a[i].block, second: false))
        i += 1
      }
      while j < b.count, b[j].feature == feature {
        append(b[j], at: labels.index(ofBlock: b[j].block, second: true))
        j += 1
      }
    }
    starts.append(entries.count)
  }

  /// So many of the wins, any of them as likely to stay; a record's mean stays what it was. O(wins).
  private static func thinned(
    _ records: [BlockPreference], from wins: Int, to size: Int, _ generator: inout SplitMix64
  ) -> [BlockPreference] {
    guard size < wins else { return records }
    var (left, wanted) = (wins, size)
    return records.compactMap { record in
      var kept = 0
      for _ in 0..<record.count {
        if generator.next(below: left) < wanted {
          kept += 1
          wanted -= 1
        }
        left -= 1
      }
      guard kept > 0 else { return nil }
      return BlockPreference(
        feature: record.feature, block: record.block, count: kept,
        sum: record.sum * (Double(kept) / Double(record.count)), maximum: record.maximum)
    }
  }

  private mutating func append(_ record: BlockPreference, at weight: Int) {
    entries.append(Entry(weight: weight, count: Double(record.count), sum: record.sum))
  }

  /// Compares the loaded neuron's distance, and what else the statistic asks for, with those under all
  /// relabellings; nil where it has no distance. O(relabellings · records).
  ///
  /// A relabelling that leaves one side without a distribution counts as the largest distance, 1.
  mutating func outcome(
    _ metric: DistanceMetric, _ labels: BlockRelabelling, _ statistic: TestStatistic = .distance
  ) -> PermutationOutcome? {
    guard starts.count > 1 else { return nil }
    distances.removeAll(keepingCapacity: true)
    newcomers.removeAll(keepingCapacity: true)
    for group in 0..<labels.groupCount {
      let squares = labels.withWeights(ofGroup: group) { squaredDistances(metric, $0) }
      let ratios = statistic == .either ? labels.withWeights(ofGroup: group) { newcomerRatios($0) } : nil
      for lane in 0..<min(Lanes.scalarCount, labels.count - group * Lanes.scalarCount) {
        let isDefined = squares[lane] <= 1
        if group == 0, lane == 0, !isDefined { return nil }
        distances.append(isDefined ? max(squares[lane], 0).squareRoot() : 1)
        if let ratios { newcomers.append(ratios[lane]) }
      }
    }
    let permutations = labels.count - 1
    // repo-compat divides by the union length, which relabelling does not change.
    let scale = metric == .repoCompat ? 1 / Double(starts.count - 1) : 1
    let excess = (distances[0] - distances.dropFirst().reduce(0, +) / Double(permutations)) * scale
    if statistic == .either {
      Self.standardise(&distances)
      Self.standardise(&newcomers)
      for index in distances.indices { distances[index] = max(distances[index], newcomers[index]) }
    }
    // Relabellings that amount to the same differ in the last bits.
    let larger = distances.dropFirst().count { $0 >= distances[0] - 1e-9 }
    return PermutationOutcome(excess: excess, p: permutationPValue(exceeding: larger, of: permutations))
  }

  /// Measures values in their spread around their mean, the observed one and all others alike. Those that are
  /// not defined are the largest.
  private static func standardise(_ values: inout [Double]) {
    let defined = values.filter(\.isFinite)
    let mean = defined.reduce(0, +) / Double(max(1, defined.count))
    let variance = defined.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(max(1, defined.count))
    let scale = variance > 1e-18 ? 1 / variance.squareRoot() : 0
    for index in values.indices {
      values[index] = values[index].isFinite ? (values[index] - mean) * scale : .infinity
    }
  }

  /// The likelihood ratios of wins gone to new features under four relabellings; infinite where undefined.
  private func newcomerRatios(_ weights: UnsafeBufferPointer<Lanes>) -> Lanes {
    var total = 0.0
    var totalA = Lanes()
    for entry in entries {
      total += entry.count
      totalA += weights[entry.weight] * entry.count
    }
    var ratio = NewcomerStatistic(totalA: totalA, totalB: Lanes(repeating: total) - totalA)
    entries.withUnsafeBufferPointer { entries in
      for feature in 0..<starts.count &- 1 {
        var countA = Lanes()
        var count = 0.0
        for index in starts[feature]..<starts[feature &+ 1] {
          countA += weights[entries[index].weight] * entries[index].count
          count += entries[index].count
        }
        ratio.add(count: count, countA: countA)
      }
    }
    return ratio.value.replacing(with: Lanes(repeating: .infinity), where: ratio.isUndefined)
  }

  /// The squares of the Hellinger distance under four relabellings; beyond 1 where it is undefined.
  ///
  /// For distributions p and q it is 1 minus the sum of sqrt(p q).
  private func squaredDistances(_ metric: DistanceMetric, _ weights: UnsafeBufferPointer<Lanes>) -> Lanes {
    let zero = Lanes()
    var (totalA, totalB) = (zero, zero)
    var (meansA, meansB) = (zero, zero)
    var affinity = zero
    entries.withUnsafeBufferPointer { entries in
      for feature in 0..<starts.count &- 1 {
        var (countA, sumA) = (zero, zero)
        var (count, sum) = (0.0, 0.0)
        for index in starts[feature]..<starts[feature &+ 1] {
          let entry = entries[index]
          let weight = weights[entry.weight]
          countA += weight * entry.count
          sumA += weight * entry.sum
          count += entry.count
          sum += entry.sum
        }
        let countB = Lanes(repeating: count) - countA
        // What is left of a difference is no sum where nothing was counted.
        let sumB = (Lanes(repeating: sum) - sumA).replacing(with: zero, where: countB .== zero)
        var (shareA, shareB) = (sumA, sumB)
        if metric != .mass {
          shareA /= countA.replacing(with: Lanes(repeating: 1), where: countA .== zero)
          shareB /= countB.replacing(with: Lanes(repeating: 1), where: countB .== zero)
        }
        shareA.replace(with: zero, where: shareA .< zero)
        shareB.replace(with: zero, where: shareB .< zero)
        if metric == .repoCompat {
          meansA += shareA
          meansB += shareB
          totalA += sumA
          totalB += sumB
        } else {
          totalA += shareA
          totalB += shareB
        }
        affinity += (shareA * shareB).squareRoot()
      }
    }
    let isUndefined = totalA .<= zero .| totalB .<= zero
    let shared = affinity / (totalA * totalB).squareRoot()
    let squares =
      metric == .repoCompat
      ? (meansA / totalA + meansB / totalB) * 0.5 - shared : Lanes(repeating: 1) - shared
    return squares.replacing(with: Lanes(repeating: 2), where: isUndefined)
  }
}
