import Glibc

/// What is compared between the stages as they are and as relabelled.
public enum TestStatistic: String, Sendable, CaseIterable, Codable {
  /// The distance that is shown.
  case distance
  /// The distance or the share of wins that went to features new to the neuron, whichever stands out more.
  ///
  /// Each is measured in its own spread under relabelling, and the larger of the two taken for every relabelling
  /// alike, so that p stays what it says. A shift spread over many words hardly moves a distance, for which all
  /// rare words count alike, but shows in words that were never won before and now are more than once.
  case either
}

/// How much likelier a neuron's counts are if a tenth of its wins went to features that it had not, than if none
/// did: a likelihood ratio for the mixture of features it kept, all a little rarer, and features new to it.
///
/// Given how often a feature was won at both stages together, n times, a kept one falls to the later stage by a
/// share that follows from the stages' totals, a new one always. The larger of both directions is taken. The sum
/// over kept features needs their totals only, so the rest is a sum over features that one stage lacks. The tenth
/// and the share of new features were chosen before any data were seen; half or twice of either changes little.
struct NewcomerStatistic {
  typealias Lanes = BlockRelabelling.Lanes

  /// Share of the wins that would have gone elsewhere.
  private static let movedShare = 0.1
  /// Share of the features that would be new.
  private static let newShare = 0.04
  /// Counts whose terms are kept ready.
  private static let tableSize = 8

  /// Where a side has no wins there is no such ratio.
  let isUndefined: SIMDMask<Lanes.MaskStorage>
  private let later: Direction
  private let earlier: Direction
  private(set) var sums: (later: Lanes, earlier: Lanes)

  /// Starts with the wins of either side, under four relabellings.
  init(totalA: Lanes, totalB: Lanes) {
    let hasEmptySide = totalA .<= Lanes() .| totalB .<= Lanes()
    isUndefined = hasEmptySide
    let one = Lanes(repeating: 1)
    let a = totalA.replacing(with: one, where: isUndefined)
    let b = totalB.replacing(with: one, where: isUndefined)
    later = Direction(from: a, to: b)
    earlier = Direction(from: b, to: a)
    sums = (later.kept, earlier.kept)
  }

  /// Takes in a feature that was won `count` times, `countA` of them at the first side.
  @inline(__always)
  mutating func add(count: Double, countA: Lanes) {
    let lacksA = countA .== Lanes()
    let lacksB = countA .== Lanes(repeating: count)
    if any(lacksA) { sums.later += later.term(count).replacing(with: Lanes(), where: .!lacksA) }
    if any(lacksB) { sums.earlier += earlier.term(count).replacing(with: Lanes(), where: .!lacksB) }
  }

  /// The logarithm of the ratio, up to a constant that relabelling does not change.
  var value: Lanes {
    sums.later.replacing(with: sums.earlier, where: sums.earlier .> sums.later)
  }

  /// The mixture in which the wins of `to` hold the new features.
  private struct Direction {
    /// The kept features' part.
    let kept: Lanes
    /// By how much each occurrence raises the odds of being new.
    private let step: Lanes
    private var table: [Lanes] = []

    init(from: Lanes, to: Lanes) {
      let left = to * (1 - NewcomerStatistic.movedShare)
      let null = to / (from + to)
      let moved = left / (from + left)
      let one = Lanes(repeating: 1)
      kept = to * Self.log(moved / null) + from * Self.log((one - moved) / (one - null))
      step = -Self.log(moved)
      for count in 0...NewcomerStatistic.tableSize { table.append(Self.term(Double(count), step)) }
    }

    /// What a feature adds that only `to` has, so often.
    @inline(__always)
    func term(_ count: Double) -> Lanes {
      count <= Double(NewcomerStatistic.tableSize) ? table[Int(count)] : Self.term(count, step)
    }

    private static let odds = NewcomerStatistic.newShare / (1 - NewcomerStatistic.newShare)

    private static func term(_ count: Double, _ step: Lanes) -> Lanes {
      var result = Lanes()
      for lane in 0..<Lanes.scalarCount {
        let power = step[lane] * count
        // Beyond where exp would overflow the 1 is long lost.
        result[lane] =
          power < 700 ? Glibc.log1p(odds * Glibc.exp(power)) : power + Glibc.log(odds)
      }
      return result
    }

    private static func log(_ values: Lanes) -> Lanes {
      var result = Lanes()
      for lane in 0..<Lanes.scalarCount { result[lane] = Glibc.log(values[lane]) }
      return result
    }
  }
}
