import NeuronPreferences
import Sites
import Statistics

/// Which neurons face input that the vocabulary doesn't know, on a new text (RQ2).
public struct UnknownInput: Sendable, Encodable {
  /// Share of unknown tokens in the old text.
  public let shareA: Double
  /// The same in the new one.
  public let shareB: Double
  /// Neurons with enough wins on the new text.
  public let judged: Int
  /// Those that win at unknown tokens more often than the text has them, beyond what its blocks vary.
  public let facing: Int
  /// Facing neurons with enough wins on the old text too.
  public let facingTested: Int
  /// Those of them that moved beyond chance.
  public let facingMoved: Int
  /// Judged neurons with enough wins on the old text that do not face unknown input.
  public let otherTested: Int
  /// Those of them that moved.
  public let otherMoved: Int
  /// The chance of such a difference between both groups where facing unknown input has nothing to do with moving
  /// (Fisher's exact test, both sides).
  public let p: Double
  /// The judged neurons, the largest share first.
  public let neurons: [Neuron]

  /// One neuron.
  public struct Neuron: Sendable, Encodable {
    /// Which.
    public let neuron: NeuronID
    /// Its wins on the new text.
    public let wins: Int
    /// Share of unknown tokens among its wins on the old text; nil where it has too few.
    public let before: Double?
    /// The same on the new text.
    public let after: Estimate
    /// Whether even the low end of `after` is above the text's own share.
    public let isFacing: Bool
  }

  /// Measures them; nil if no token stands for unknown words. O(entries + resamples · judged · blocks).
  init?(
    _ a: Snapshot, _ b: Snapshot, unknown name: String, _ transfer: Transfer, method: ReportMethod
  ) throws(SnapshotError) {
    guard let featureA = a.tokens.features(named: name).first,
      let featureB = b.tokens.features(named: name).first
    else { return nil }
    let share = Self.share(of: b)
    var neurons: [Neuron] = []
    var tested = (facing: 0, facingMoved: 0, other: 0, otherMoved: 0)
    for neuron in transfer.neurons where neuron.countB >= method.minimumSupport {
      guard let rowA = a.sites.row(of: neuron.neuron), let rowB = b.sites.row(of: neuron.neuron) else {
        continue
      }
      var wins = [Double](repeating: 0, count: b.blocks.count)
      var unknown = wins
      for entry in try b.tokens.blockPreferences(ofRow: rowB) {
        wins[entry.block] += Double(entry.count)
        if entry.feature == featureB { unknown[entry.block] += Double(entry.count) }
      }
      let after = method.bootstrap.estimate(blocks: wins.count) { weights in
        let total = zip(weights, wins).reduce(0) { $0 + $1.0 * $1.1 }
        return total > 0 ? zip(weights, unknown).reduce(0) { $0 + $1.0 * $1.1 } / total : nil
      }
      guard let after else { continue }
      let before = try a.tokens.preferences(ofRow: rowA).first { $0.feature == featureA }?.count ?? 0
      let isFacing = after.low > share
      if neuron.isTested, isFacing {
        tested.facing += 1
        tested.facingMoved += neuron.verdict == .moved ? 1 : 0
      } else if neuron.isTested {
        tested.other += 1
        tested.otherMoved += neuron.verdict == .moved ? 1 : 0
      }
      neurons.append(
        Neuron(
          neuron: neuron.neuron, wins: neuron.countB,
          before: neuron.countA >= method.minimumSupport ? Double(before) / Double(neuron.countA) : nil,
          after: after, isFacing: isFacing))
    }
    shareA = Self.share(of: a)
    shareB = share
    judged = neurons.count
    facing = neurons.count(where: \.isFacing)
    (facingTested, facingMoved, otherTested, otherMoved) = tested
    p = fisherExactP(
      (tested.facingMoved, tested.facing - tested.facingMoved),
      (tested.otherMoved, tested.other - tested.otherMoved))
    self.neurons = neurons.sorted { ($0.after.value, $1.neuron) > ($1.after.value, $0.neuron) }
  }

  private static func share(of snapshot: Snapshot) -> Double {
    snapshot.counts.tokensScanned == 0
      ? 0 : Double(snapshot.counts.unknownTokens) / Double(snapshot.counts.tokensScanned)
  }

  private enum CodingKeys: String, CodingKey {
    case judged, facing, p, neurons
    case shareA = "share_a"
    case shareB = "share_b"
    case facingTested = "facing_tested"
    case facingMoved = "facing_moved"
    case otherTested = "other_tested"
    case otherMoved = "other_moved"
  }
}
