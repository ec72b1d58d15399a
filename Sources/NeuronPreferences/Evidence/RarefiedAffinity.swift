/// What the preferences of a neuron at two stages have in common when as many wins are drawn of either: the affinity
/// of Bhattacharyya (1943), 1 minus the squared Hellinger distance, expected over all draws.
///
/// Distances between samples shrink as samples grow, so that stages are compared at a stated number of wins, as species
/// are at a stated number of individuals (Hurlbert 1971). Nothing is drawn: a feature won c times is among n of N
/// wins with the chance 1 - (1 - n/N)^c, and the expectation of the whole is taken as that of its parts.
struct RarefiedAffinity {
  typealias Lanes = BlockRelabelling.Lanes

  /// How preferences become distributions; `repo-compat` is tested as `paper`, whose means it uses.
  let metric: DistanceMetric
  /// Wins drawn of either side.
  let wins: Float

  /// One side under several relabellings.
  struct Side {
    /// Its wins.
    var wins = Lanes()
    /// The chance of each win to be drawn.
    var share = Lanes()
    /// The logarithm (base 2) of the chance of each not to be.
    var logRest = Lanes()
    /// What its distribution is normalised by.
    var total = Lanes()

    init(wins: Lanes, drawn: Float) {
      self.wins = wins
      let one = Lanes(repeating: 1)
      let enough = wins.replacing(with: one, where: wins .< one)
      share = (Lanes(repeating: drawn) / enough).replacing(with: one, where: enough .< drawn)
      let rest = one - share
      logRest = rest.replacing(with: Lanes(repeating: 1e-9), where: rest .< 1e-9).log2
    }

    /// The chance that a feature with so many wins is among those drawn.
    @inline(__always)
    func chance(_ count: Lanes) -> Lanes { Lanes(repeating: 1) - (count * logRest).exp2 }

    /// The expected root of the number drawn of `count` wins over the root of its expectation, nearly: squared.
    @inline(__always)
    func shrinkage(_ count: Lanes) -> Lanes {
      let drawn = count * share
      let rest = (Lanes(repeating: 1) - share) * (0.25 + 0.75 / (drawn + 1))
      let whole = drawn + rest
      return drawn / whole.replacing(with: Lanes(repeating: 1), where: whole .<= Lanes())
    }
  }

  /// The affinity in every lane, 0 where a side has no distribution. O(records).
  ///
  /// - Parameters:
  ///   - weights: 1 where a unit counts for the first side.
  ///   - winsA: The wins of the first side in every lane.
  func affinity(_ records: NeuronRecords, _ weights: [Lanes], winsA: Lanes) -> Lanes {
    var a = Side(wins: winsA, drawn: wins)
    var b = Side(wins: Lanes(repeating: records.totalWins) - winsA, drawn: wins)
    let shared =
      weights.withUnsafeBufferPointer { weights in
        if metric == .mass {
          addLoneSums(records, weights, &a, &b)
          return sharedSums(records, weights, &a, &b)
        }
        addLoneMeans(records, weights, &a, &b)
        return sharedMeans(records, weights, &a, &b)
      }
    let affinity = shared / (a.total * b.total).squareRoot()
    // Also false of what is no number, where sums are beyond what 32 bits hold.
    let isDefined = a.total .> Lanes() .& b.total .> Lanes() .& affinity .>= Lanes()
    return affinity.replacing(with: Lanes(), where: .!isDefined)
  }

  private func addLoneMeans(
    _ records: NeuronRecords, _ weights: UnsafeBufferPointer<Lanes>, _ a: inout Side, _ b: inout Side
  ) {
    records.lone.withUnsafeBufferPointer { lone in
      var index = 0
      while index < lone.count {
        let count = lone[index].count
        var meansA = Lanes()
        var means: Float = 0
        while index < lone.count, lone[index].count == count {
          meansA += weights[lone[index].unit] * lone[index].means
          means += lone[index].means
          index &+= 1
        }
        a.total += a.chance(Lanes(repeating: count)) * meansA
        b.total += b.chance(Lanes(repeating: count)) * (Lanes(repeating: means) - meansA)
      }
    }
  }

  private func addLoneSums(
    _ records: NeuronRecords, _ weights: UnsafeBufferPointer<Lanes>, _ a: inout Side, _ b: inout Side
  ) {
    var sumsA = Lanes()
    var sums: Float = 0
    for lone in records.lone {
      sumsA += weights[lone.unit] * lone.sums
      sums += lone.sums
    }
    a.total += a.share * sumsA
    b.total += b.share * (Lanes(repeating: sums) - sumsA)
  }

  private func sharedMeans(
    _ records: NeuronRecords, _ weights: UnsafeBufferPointer<Lanes>, _ a: inout Side, _ b: inout Side
  ) -> Lanes {
    var shared = Lanes()
    let one = Lanes(repeating: 1)
    records.forEachShared(weights) { countA, countB, sumA, sumB in
      let meanA = sumA / countA.replacing(with: one, where: countA .< one)
      let meanB = sumB / countB.replacing(with: one, where: countB .< one)
      let (chanceA, chanceB) = (a.chance(countA), b.chance(countB))
      a.total += meanA * chanceA
      b.total += meanB * chanceB
      shared += (meanA * meanB).squareRoot() * chanceA * chanceB
    }
    return shared
  }

  private func sharedSums(
    _ records: NeuronRecords, _ weights: UnsafeBufferPointer<Lanes>, _ a: inout Side, _ b: inout Side
  ) -> Lanes {
    var shared = Lanes()
    records.forEachShared(weights) { countA, countB, sumA, sumB in
      let (drawnA, drawnB) = (sumA * a.share, sumB * b.share)
      a.total += drawnA
      b.total += drawnB
      shared += (drawnA * drawnB * a.shrinkage(countA) * b.shrinkage(countB)).squareRoot()
    }
    return shared
  }
}

extension NeuronRecords {
  /// Adds up what either side has of each feature that several units have; sums below 0 are given as 0.
  @inline(__always)
  func forEachShared(
    _ weights: UnsafeBufferPointer<BlockRelabelling.Lanes>,
    _ body: (
      _ countA: BlockRelabelling.Lanes, _ countB: BlockRelabelling.Lanes, _ sumA: BlockRelabelling.Lanes,
      _ sumB: BlockRelabelling.Lanes
    ) -> Void
  ) {
    typealias Lanes = BlockRelabelling.Lanes
    let zero = Lanes()
    entries.withUnsafeBufferPointer { entries in
      starts.withUnsafeBufferPointer { starts in
        for feature in 0..<starts.count &- 1 {
          var (countA, sumA) = (zero, zero)
          var (count, sum): (Float, Float) = (0, 0)
          for index in starts[feature]..<starts[feature &+ 1] {
            let entry = entries[index]
            let weight = weights[entry.unit]
            countA += weight * entry.count
            sumA += weight * entry.sum
            count += entry.count
            sum += entry.sum
          }
          let countB = Lanes(repeating: count) - countA
          // What is left of a difference is no sum where nothing was counted.
          let sumB = (Lanes(repeating: sum) - sumA).replacing(with: zero, where: countB .<= zero)
          body(
            countA, countB, sumA.replacing(with: zero, where: sumA .< zero),
            sumB.replacing(with: zero, where: sumB .< zero))
        }
      }
    }
  }
}
