/// One neuron's records at both stages, laid out so that every relabelling is one pass over them.
struct NeuronRecords {
  /// A record of one exchange unit.
  struct Entry {
    let unit: Int
    let count: Float
    let sum: Float
  }

  /// Features that one unit alone has, all of them recorded as often: whatever the labels, no two sides share them, and
  /// those of a unit can be added up.
  struct LoneFeatures {
    let unit: Int
    /// How often each was recorded.
    let count: Float
    /// Their mean activations added up, negative ones as none.
    var means: Float
    /// Their summed activations added up, negative ones as none.
    var sums: Float
    /// How many there are.
    var features: Float
  }

  /// Records of features that several units have, feature after feature.
  private(set) var entries: [Entry] = []
  /// Where each of those features' entries start; one more than features.
  private(set) var starts: [Int] = [0]
  /// The other features, by rising count and unit.
  private(set) var lone: [LoneFeatures] = []
  /// Wins of every unit.
  private(set) var wins: [Float] = []
  /// Wins of both stages together.
  private(set) var totalWins: Float = 0

  var isEmpty: Bool { totalWins == 0 }

  /// Takes the records of another neuron, each list sorted by feature. O(n log n) in the records.
  mutating func load(_ a: [BlockPreference], _ b: [BlockPreference], _ units: ExchangeUnits) {
    entries.removeAll(keepingCapacity: true)
    starts.removeAll(keepingCapacity: true)
    lone.removeAll(keepingCapacity: true)
    wins = Array(repeating: 0, count: units.count)
    var (i, j) = (0, 0)
    while i < a.count || j < b.count {
      let feature = min(i < a.count ? a[i].feature : .max, j < b.count ? b[j].feature : .max)
      let start = entries.count
      while i < a.count, a[i].feature == feature {
        append(a[i], of: units.unit(ofBlock: a[i].block, second: false))
        i += 1
      }
      while j < b.count, b[j].feature == feature {
        append(b[j], of: units.unit(ofBlock: b[j].block, second: true))
        j += 1
      }
      if entries.count == start + 1 { setApart(entries.removeLast()) } else { starts.append(start) }
    }
    starts.append(entries.count)
    totalWins = wins.reduce(0, +)
    joinLone()
  }

  private mutating func append(_ record: BlockPreference, of unit: Int) {
    wins[unit] += Float(record.count)
    entries.append(Entry(unit: unit, count: Float(record.count), sum: Float(record.sum)))
  }

  private mutating func setApart(_ entry: Entry) {
    let sum = max(0, entry.sum)
    lone.append(
      LoneFeatures(unit: entry.unit, count: entry.count, means: sum / entry.count, sums: sum, features: 1))
  }

  private mutating func joinLone() {
    lone.sort { ($0.count, $0.unit) < ($1.count, $1.unit) }
    var last = -1
    for next in lone {
      if last >= 0, lone[last].count == next.count, lone[last].unit == next.unit {
        lone[last].means += next.means
        lone[last].sums += next.sums
        lone[last].features += 1
      } else {
        last += 1
        lone[last] = next
      }
    }
    lone.removeLast(lone.count - last - 1)
  }
}
