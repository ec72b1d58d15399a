import NeuronPreferences
import Statistics

/// Whether neurons came to prefer fewer tokens, as specialists, or more (RQ3; TX-Ray, section 3.4).
public struct LengthShift: Sendable, Encodable {
  /// Shared neurons with enough wins at both stages that prefer fewer tokens than before.
  public let shorter: Int
  /// Those that prefer more.
  public let longer: Int
  /// Those that prefer as many.
  public let same: Int
  /// `shorter` among all shared neurons, as the paper counts them: lengths of few wins are mostly chance.
  public let allShorter: Int
  /// `longer` among all shared neurons.
  public let allLonger: Int
  /// `same` among all shared neurons.
  public let allSame: Int
  /// Length before of the shared neurons with enough wins.
  public let before: Quartiles?
  /// Their length after.
  public let after: Quartiles?
  /// Median change of length of those neurons.
  public let medianShift: Estimate?
  /// Median of how many wins they have after for each before: more wins alone make a neuron longer.
  public let winsRatio: Quartiles?

  init(_ transfer: Transfer, method: ReportMethod) {
    let all = transfer.neurons.filter { $0.state == .shared }
    let tested = all.filter { $0.verdict == .shared }
    shorter = tested.count { $0.lengthShift < 0 }
    longer = tested.count { $0.lengthShift > 0 }
    same = tested.count { $0.lengthShift == 0 }
    allShorter = all.count { $0.lengthShift < 0 }
    allLonger = all.count { $0.lengthShift > 0 }
    allSame = all.count { $0.lengthShift == 0 }
    before = Quartiles(tested.map { Double($0.lengthA) })
    after = Quartiles(tested.map { Double($0.lengthB) })
    medianShift = method.bootstrap.estimate(tested.map { Double($0.lengthShift) }, median)
    winsRatio = Quartiles(tested.map { Double($0.countB) / Double($0.countA) })
  }

  private enum CodingKeys: String, CodingKey {
    case shorter, longer, same, before, after
    case allShorter = "all_shorter"
    case allLonger = "all_longer"
    case allSame = "all_same"
    case medianShift = "median_shift"
    case winsRatio = "wins_ratio"
  }
}
