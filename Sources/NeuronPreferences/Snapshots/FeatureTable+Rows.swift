/// What one neuron recorded of one feature, over all blocks.
public struct Preference: Hashable, Sendable {
  /// The feature's id.
  public let feature: Int
  /// Occurrences recorded.
  public let count: Int
  /// Sum of the recorded activations.
  public let sum: Double
  /// The largest of them.
  public let maximum: Double

  /// Mean recorded activation.
  public var mean: Double { sum / Double(count) }

  /// A feature's record.
  public init(feature: Int, count: Int, sum: Double, maximum: Double) {
    self.feature = feature
    self.count = count
    self.sum = sum
    self.maximum = maximum
  }
}

/// What one neuron recorded of one feature in one document block.
public struct BlockPreference: Hashable, Sendable {
  /// The feature's id.
  public let feature: Int
  /// The document block.
  public let block: Int
  /// Occurrences recorded.
  public let count: Int
  /// Sum of the recorded activations.
  public let sum: Double
  /// The largest of them.
  public let maximum: Double
}

extension FeatureTable {
  /// Activations are single-precision numbers.
  private static let activationLimit = Double(Float.greatestFiniteMagnitude)
  /// As many of them as there may be occurrences.
  private static let sumLimit = activationLimit * Double(IntegerColumn.limit)

  /// The features that the neuron in that row prefers, by rising id. O(entries of the row).
  ///
  /// - Throws: ``SnapshotError/inconsistent(path:tensor:index:)`` if the row is damaged.
  public func preferences(ofRow row: Int) throws(SnapshotError) -> [Preference] {
    var preferences: [Preference] = []
    try appendPreferences(ofRow: row, to: &preferences)
    return preferences
  }

  /// The same by document block, sorted by feature and then block. O(entries of the row).
  ///
  /// - Throws: ``SnapshotError/inconsistent(path:tensor:index:)`` if the row is damaged.
  public func blockPreferences(ofRow row: Int) throws(SnapshotError) -> [BlockPreference] {
    var entries: [BlockPreference] = []
    try forEachEntry(ofRow: row) { entries.append($0) }
    return entries
  }

  /// Appends a row to an array that is used again and again.
  func appendPreferences(ofRow row: Int, to preferences: inout [Preference]) throws(SnapshotError) {
    let start = preferences.count
    try forEachEntry(ofRow: row) { entry in
      if preferences.count > start, let last = preferences.last, last.feature == entry.feature {
        preferences[preferences.count - 1] = Preference(
          feature: last.feature, count: last.count + entry.count, sum: last.sum + entry.sum,
          maximum: max(last.maximum, entry.maximum))
      } else {
        preferences.append(
          Preference(
            feature: entry.feature, count: entry.count, sum: entry.sum, maximum: entry.maximum))
      }
    }
  }

  /// Walks the entries of a row, checking each.
  @inline(__always)
  func forEachEntry(ofRow row: Int, _ body: (BlockPreference) -> Void) throws(SnapshotError) {
    precondition(row >= 0 && row < neuronCount, "row out of range")
    var sumIndex = sumRows[row]
    let sumEnd = sumRows[row + 1]
    var (last, wins) = (-1, 0)
    for index in rows[row]..<rows[row + 1] {
      let feature = features[index]
      let block = blocks[index]
      let count = counts[index]
      let maximum = maxima[index]
      guard feature < featureCount else { throw inconsistent("feature", index) }
      guard block < blockCount else { throw inconsistent("block", index) }
      let key = feature * blockCount + block
      guard key > last else { throw inconsistent("feature", index) }
      last = key
      // Counts are bounded so that no sum of them overflows.
      wins &+= count
      guard count > 0, count <= tokensScanned, wins <= IntegerColumn.limit else {
        throw inconsistent("count", index)
      }
      guard abs(maximum) <= Self.activationLimit else { throw inconsistent("maximum", index) }
      var sum = maximum
      if count > 1 {
        guard sumIndex < sumEnd, abs(sums[sumIndex]) <= Self.sumLimit else {
          throw inconsistent("sum", sumIndex)
        }
        sum = sums[sumIndex]
        sumIndex += 1
      }
      body(BlockPreference(feature: feature, block: block, count: count, sum: sum, maximum: maximum))
    }
    guard sumIndex == sumEnd else { throw inconsistent("sum_rows", row + 1) }
  }
}
