import NeuronPreferences
import Statistics

/// Whether neurons came to prefer fewer tokens, as specialists, or more, and how sure that is (RQ3; TX-Ray, section
/// 3.4).
public struct LengthReport: Sendable {
  /// The shared neurons with enough wins at both stages.
  public let tested: LengthShift
  /// All shared neurons, as the paper counts them: lengths of few wins are mostly chance.
  public let all: LengthShift
  /// Median change of length of the tested ones.
  public let medianShift: Estimate?
  /// Quartiles of how many wins those have after for each before: more wins alone make a neuron longer.
  public let winsRatio: Quartiles?

  init(counted: Transfer, judged: Transfer, method: ReportMethod) {
    let supported = judged.neurons.filter(\.verdict.isComparable)
    all = LengthShift(counted.neurons.filter { $0.state == .shared })
    tested = LengthShift(supported)
    medianShift = method.bootstrap.estimate(supported.map { Double($0.lengthShift) }, median)
    winsRatio = Quartiles(supported.map { Double($0.countB) / Double($0.countA) })
  }
}

extension LengthReport: Encodable {
  private enum CodingKeys: String, CodingKey {
    case shorter, longer, same, before, after
    case allShorter = "all_shorter"
    case allLonger = "all_longer"
    case allSame = "all_same"
    case medianShift = "median_shift"
    case winsRatio = "wins_ratio"
  }

  /// Encodes the counts of the tested neurons by plain names, those of all beside them.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(tested.shorter, forKey: .shorter)
    try container.encode(tested.longer, forKey: .longer)
    try container.encode(tested.same, forKey: .same)
    try container.encode(all.shorter, forKey: .allShorter)
    try container.encode(all.longer, forKey: .allLonger)
    try container.encode(all.same, forKey: .allSame)
    try container.encodeIfPresent(tested.before, forKey: .before)
    try container.encodeIfPresent(tested.after, forKey: .after)
    try container.encodeIfPresent(medianShift, forKey: .medianShift)
    try container.encodeIfPresent(winsRatio, forKey: .winsRatio)
  }
}
