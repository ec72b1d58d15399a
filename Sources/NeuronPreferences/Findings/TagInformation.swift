import Glibc
import Statistics

/// How much the winning neuron tells of the tag at hand, and how much of the token: whether neurons sort words by part of
/// speech before they tell them apart (TX-Ray, section 3.2).
///
/// Mutual information of the winners and the features at which they won, in bits, corrected for sampling by the number of
/// cells filled (Miller 1955). An untrained network has some of both, which is what a trained one is to be held
/// against.
public struct TagInformation: Sendable, Encodable {
  /// What the winner tells of the tag, in bits.
  public let tag: Estimate
  /// What the winner tells of the token, in bits.
  public let token: Estimate
  /// The former over the latter.
  public let ratio: Estimate

  /// Measures a stage; nil unless every token has one winner and a tag, or where the winner tells nothing.
  /// O(entries).
  ///
  /// - Throws: ``SnapshotError`` if a row is damaged.
  public init?(_ snapshot: Snapshot) throws(SnapshotError) {
    guard snapshot.policy.kind.hasOneWinner, let tags = snapshot.tags else { return nil }
    let tag = try Information(tags)
    let token = try Information(snapshot.tokens)
    guard let tag, let token, tag.bits > 0, token.bits > 0 else { return nil }
    self.tag = Estimate(tag.bits, standardError: Self.error(tag.influences))
    self.token = Estimate(token.bits, standardError: Self.error(token.influences))
    let ratio = tag.bits / token.bits
    let influences = zip(tag.influences, token.influences).map { ratio * ($0 / tag.bits - $1 / token.bits) }
    self.ratio = Estimate(ratio, standardError: Self.error(influences))
  }

  private static func error(_ influences: [Double]) -> Double { jackknifeVariance(influences).squareRoot() }

  /// Mutual information of neurons and one kind of feature, with what every block adds to it.
  private struct Information {
    let bits: Double
    let influences: [Double]

    init?(_ table: FeatureTable) throws(SnapshotError) {
      var ofFeature = [Double](repeating: 0, count: table.featureCount)
      var ofNeuron = [Double](repeating: 0, count: table.neuronCount)
      var cells: [(neuron: Int, feature: Int, count: Double)] = []
      for row in 0..<table.neuronCount {
        for preference in try table.preferences(ofRow: row) {
          ofFeature[preference.feature] += Double(preference.count)
          ofNeuron[row] += Double(preference.count)
          cells.append((row, preference.feature, Double(preference.count)))
        }
      }
      let total = ofFeature.reduce(0, +)
      guard total > 0 else { return nil }
      func surprise(_ count: Double, _ neuron: Int, _ feature: Int) -> Double {
        log2(count * total / (ofNeuron[neuron] * ofFeature[feature]))
      }
      let plain = cells.reduce(0) { $0 + $1.count / total * surprise($1.count, $1.neuron, $1.feature) }
      let neurons = ofNeuron.count { $0 > 0 }
      let excess = cells.count - neurons - ofFeature.count { $0 > 0 } + 1
      bits = plain - Double(excess) / (2 * total * M_LN2)
      var influences = [Double](repeating: 0, count: table.blockCount)
      var cell = 0
      for row in 0..<table.neuronCount {
        for entry in try table.blockPreferences(ofRow: row) {
          if cells[cell].neuron != row || cells[cell].feature != entry.feature { cell += 1 }
          influences[entry.block] +=
            Double(entry.count) / total * (surprise(cells[cell].count, row, entry.feature) - plain)
        }
      }
      self.influences = influences
    }
  }
}
