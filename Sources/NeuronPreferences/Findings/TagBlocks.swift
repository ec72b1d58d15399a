/// Activation mass and wins of every tag in every document block, all neurons of a stage together.
public struct TagBlocks: Sendable {
  private let tagCount: Int
  private let blockCount: Int
  /// `[blocks, tags]`.
  private var mass: [Double]
  /// `[blocks, tags]`.
  private var wins: [Double]

  /// What is shared out.
  public enum Quantity: Sendable {
    /// Activation mass.
    case mass
    /// Occurrences won.
    case wins
  }

  /// Adds up all neurons. O(entries).
  ///
  /// - Throws: ``SnapshotError`` if a row is damaged.
  public init(_ table: FeatureTable) throws(SnapshotError) {
    tagCount = table.featureCount
    blockCount = table.blockCount
    mass = Array(repeating: 0, count: tagCount * blockCount)
    wins = mass
    for row in 0..<table.neuronCount {
      for entry in try table.blockPreferences(ofRow: row) {
        mass[entry.block * tagCount + entry.feature] += entry.sum
        wins[entry.block * tagCount + entry.feature] += Double(entry.count)
      }
    }
  }

  /// The share of each tag, by id, in blocks that count so often, each once without weights `[blocks]`. A negative
  /// mass counts as none; nil where all is 0. O(blocks · tags).
  public func shares(of quantity: Quantity, weights: [Double]? = nil) -> [Double]? {
    let values = quantity == .mass ? mass : wins
    var sums = [Double](repeating: 0, count: tagCount)
    for block in 0..<blockCount {
      let weight = weights?[block] ?? 1
      guard weight > 0 else { continue }
      for tag in 0..<tagCount { sums[tag] += weight * values[block * tagCount + tag] }
    }
    let total = sums.reduce(0) { $0 + max($1, 0) }
    return total > 0 ? sums.map { max($0, 0) / total } : nil
  }
}
