/// How a null distribution was made.
public struct NullSummary: Hashable, Sendable {
  /// Number of relabellings.
  public let permutations: Int
  /// What they were drawn from.
  public let seed: UInt64
  /// Whether blocks changed sides in pairs, as they do where both stages read the same text.
  public let isPaired: Bool
}

/// Where a distance stands among those of relabelled blocks.
struct PermutationOutcome: Equatable, Sendable {
  /// The distance minus its mean under the null.
  let excess: Double
  /// `(b + 1) / (m + 1)`, b of the m relabellings giving a distance at least as large (Phipson & Smyth 2010).
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

  /// Takes the records of another neuron, each list sorted by feature.
  mutating func load(_ a: [BlockPreference], _ b: [BlockPreference], _ labels: BlockRelabelling) {
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

  private mutating func append(_ record: BlockPreference, at weight: Int) {
    entries.append(Entry(weight: weight, count: Double(record.count), sum: record.sum))
  }

  /// Compares the distance of the loaded neuron with its distances under all relabellings; nil where it has
  /// none. O(relabellings · records).
  ///
  /// A relabelling that leaves one side without a distribution counts as the largest distance, 1.
  func outcome(_ metric: DistanceMetric, _ labels: BlockRelabelling) -> PermutationOutcome? {
    guard starts.count > 1 else { return nil }
    // repo-compat divides by the union length, which relabelling does not change.
    let scale = metric == .repoCompat ? 1 / Double(starts.count - 1) : 1
    var observed = 0.0
    var total = 0.0
    var larger = 0
    for group in 0..<labels.groupCount {
      let squares = labels.withWeights(ofGroup: group) { squaredDistances(metric, $0) }
      for lane in 0..<min(Lanes.scalarCount, labels.count - group * Lanes.scalarCount) {
        let isDefined = squares[lane] <= 1
        let distance = isDefined ? max(squares[lane], 0).squareRoot() : 1
        if group == 0 && lane == 0 {
          guard isDefined else { return nil }
          observed = distance
        } else {
          total += distance
          // Relabellings that amount to the same differ in the last bits.
          if distance >= observed - 1e-9 { larger += 1 }
        }
      }
    }
    let permutations = labels.count - 1
    return PermutationOutcome(
      excess: (observed - total / Double(permutations)) * scale,
      p: Double(larger + 1) / Double(permutations + 1))
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
