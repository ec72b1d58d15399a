/// The preferences of all neurons by one kind of feature, in memory: compressed sparse rows, sorted by
/// (neuron, feature, block).
public struct FeatureRows: Sendable {
  /// The features' names by id.
  public let names: [String]
  /// How often each feature occurs in the text.
  public internal(set) var frequency: [Int]
  /// Where each neuron's entries start; one more than neurons.
  let rowStarts: [Int]
  let features: [Int]
  let blocks: [Int]
  let counts: [Int]
  let maxima: [Double]
  /// Sum of every entry.
  let sums: [Double]

  /// Number of stored (neuron, feature, block) entries.
  public var entryCount: Int { features.count }

  init(names: [String], frequency: [Int], neurons: Int, triples: TripleTable) {
    let order = triples.keys.indices.sorted { triples.keys[$0] < triples.keys[$1] }
    let keys = order.map { TripleKey(bits: triples.keys[$0]) }
    var rowStarts = Array(repeating: 0, count: neurons + 1)
    for key in keys { rowStarts[key.row + 1] += 1 }
    for row in 0..<neurons { rowStarts[row + 1] += rowStarts[row] }
    self.names = names
    self.frequency = frequency
    self.rowStarts = rowStarts
    features = keys.map(\.feature)
    blocks = keys.map(\.block)
    counts = order.map { Int(triples.counts[$0]) }
    maxima = order.map { triples.maxima[$0] }
    sums = order.map { triples.sums[$0] }
  }

  /// Wins, mass and length of each neuron: sums over its entries in their order, so that they follow from
  /// the entries alone.
  func totals() -> (wins: [Int], mass: [Double], length: [Int]) {
    var wins: [Int] = []
    var mass: [Double] = []
    var length: [Int] = []
    for row in 0..<rowStarts.count - 1 {
      var (rowWins, rowMass, rowLength, last) = (0, 0.0, 0, -1)
      for entry in rowStarts[row]..<rowStarts[row + 1] {
        rowWins += counts[entry]
        rowMass += sums[entry]
        if features[entry] != last { rowLength += 1 }
        last = features[entry]
      }
      wins.append(rowWins)
      mass.append(rowMass)
      length.append(rowLength)
    }
    return (wins, mass, length)
  }
}
