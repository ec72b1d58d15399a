/// How much likelier a neuron's counts are if a tenth of its wins went to features that it had not, than if none
/// did, as many wins drawn of either side: a likelihood ratio for the mixture of features it kept, all a little
/// rarer, and features new to it.
///
/// Kept features add the same whatever the labels, as the sides have as many wins, so the rest is a sum over
/// features that one side lacks, each by its chance of lacking it. The larger of both directions is taken. The tenth
/// and the share of new features were chosen before any data were seen; half or twice of either changes little.
struct NewcomerStatistic {
  typealias Lanes = BlockRelabelling.Lanes

  /// By how much each occurrence raises the odds of being new, as a power of 2: of 1.9 wins .9 are the later side's
  /// where a tenth of its wins went elsewhere.
  private static let step: Float = 1.078_002_5
  /// The odds of a feature to be new: 4 in 100 are.
  private static let odds: Float = 0.04 / 0.96
  /// Their logarithm of base 2.
  private static let logOdds: Float = -4.584_962_5

  /// Wins drawn of either side.
  let wins: Float

  /// The logarithm of the ratio in every lane, up to a constant that relabelling does not change. O(records).
  func value(_ records: NeuronRecords, _ weights: [Lanes], winsA: Lanes) -> Lanes {
    let a = RarefiedAffinity.Side(wins: winsA, drawn: wins)
    let b = RarefiedAffinity.Side(wins: Lanes(repeating: records.totalWins) - winsA, drawn: wins)
    var (later, earlier) = (Lanes(), Lanes())
    for lone in records.lone {
      let weight = weights[lone.unit]
      let features = Lanes(repeating: lone.features)
      let count = Lanes(repeating: lone.count)
      earlier += weight * features * term(count * a.share)
      later += (Lanes(repeating: 1) - weight) * features * term(count * b.share)
    }
    weights.withUnsafeBufferPointer { weights in
      records.forEachShared(weights) { countA, countB, _, _ in
        later += (Lanes(repeating: 1) - a.chance(countA)) * term(countB * b.share)
        earlier += (Lanes(repeating: 1) - b.chance(countB)) * term(countA * a.share)
      }
    }
    return later.replacing(with: earlier, where: earlier .> later)
  }

  /// What a feature adds that one side alone has, so often: log2(1 + odds · 2^power). Where the power is large the 1 is
  /// nothing beside it, and 2 to that power more than a float holds.
  @inline(__always)
  private func term(_ count: Lanes) -> Lanes {
    let power = count * Self.step
    let term = (power.exp2 * Self.odds + 1).log2
    return term.replacing(with: power + Self.logOdds, where: power .> 40)
  }
}
