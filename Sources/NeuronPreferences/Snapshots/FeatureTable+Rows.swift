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
  // Computed, for a stored constant is looked at once an entry whether it is there already.
  /// Activations are single-precision numbers.
  fileprivate static var activationLimit: Double { Double(Float.greatestFiniteMagnitude) }
  /// As many of them as there may be occurrences.
  fileprivate static var sumLimit: Double { activationLimit * Double(IntegerColumn.limit) }

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
    var entries = RowEntries(self, row: row)
    while let entry = try entries.next() { body(entry) }
  }
}

/// The entries of one neuron, sorted by feature and then block, each checked when it is asked for.
struct RowEntries {
  private let table: FeatureTable
  private let row: Int
  private var index: Int
  private let end: Int
  private var sumIndex: Int
  private let sumEnd: Int
  private var last = -1
  private var wins = 0

  @inline(__always)
  init(_ table: FeatureTable, row: Int) {
    precondition(row >= 0 && row < table.neuronCount, "row out of range")
    self.table = table
    self.row = row
    index = table.rows[row]
    end = table.rows[row + 1]
    sumIndex = table.sumRows[row]
    sumEnd = table.sumRows[row + 1]
  }

  /// The next entry, or nil after the last.
  ///
  /// - Throws: ``SnapshotError/inconsistent(path:tensor:index:)`` if it is damaged.
  @inline(__always)
  mutating func next() throws(SnapshotError) -> BlockPreference? {
    guard index < end else {
      guard sumIndex == sumEnd else { throw table.inconsistent("sum_rows", row + 1) }
      return nil
    }
    let feature = table.features[index]
    let block = table.blocks[index]
    let count = table.counts[index]
    let maximum = table.maxima[index]
    guard feature < table.featureCount else { throw table.inconsistent("feature", index) }
    guard block < table.blockCount else { throw table.inconsistent("block", index) }
    let key = feature * table.blockCount + block
    guard key > last else { throw table.inconsistent("feature", index) }
    last = key
    // Counts are bounded so that no sum of them overflows.
    wins &+= count
    guard count > 0, count <= table.tokensScanned, wins <= IntegerColumn.limit else {
      throw table.inconsistent("count", index)
    }
    guard abs(maximum) <= FeatureTable.activationLimit else { throw table.inconsistent("maximum", index) }
    var sum = maximum
    if count > 1 {
      guard sumIndex < sumEnd, abs(table.sums[sumIndex]) <= FeatureTable.sumLimit else {
        throw table.inconsistent("sum", sumIndex)
      }
      sum = table.sums[sumIndex]
      sumIndex += 1
    }
    index += 1
    return BlockPreference(feature: feature, block: block, count: count, sum: sum, maximum: maximum)
  }
}
