import Statistics

/// Random exchanges of document blocks between two stages, under which nothing should change for a
/// neuron that did not.
///
/// Where both stages read the same text, a block is exchanged with its counterpart (paired); otherwise the
/// blocks of both are pooled and dealt out anew, as many to each side as it had.
struct BlockRelabelling: Sendable {
  /// Relabellings that are computed side by side.
  typealias Lanes = SIMD4<Double>

  /// How many there are, the first of them leaving everything in place.
  let count: Int
  /// Whether blocks are exchanged in pairs.
  let isPaired: Bool
  /// Blocks of either side; the second side's are numbered after the first's.
  private let blocks: Int
  /// `[groups, 2·blocks]`: 1 where the block counts for the first side in that lane's relabelling.
  private let weights: [Lanes]

  /// Groups of lanes; the last may have lanes to spare.
  var groupCount: Int { (count + Lanes.scalarCount - 1) / Lanes.scalarCount }

  /// Draws `permutations` relabellings besides the one that changes nothing.
  init(_ a: Snapshot, _ b: Snapshot, permutations: Int, seed: UInt64) {
    let isPaired =
      !a.origin.corpusHash.isEmpty && a.origin.corpusHash == b.origin.corpusHash && a.blocks == b.blocks
    self.init(
      a: a.blocks.map { $0.documents > 0 }, b: b.blocks.map { $0.documents > 0 }, isPaired: isPaired,
      permutations: permutations, seed: seed)
  }

  /// The same for sides whose blocks are full or empty as given.
  init(a: [Bool], b: [Bool], isPaired: Bool, permutations: Int, seed: UInt64) {
    precondition(!isPaired || a.count == b.count)
    let blocks = max(a.count, b.count)
    count = permutations + 1
    self.blocks = blocks
    self.isPaired = isPaired
    let groupCount = (count + Lanes.scalarCount - 1) / Lanes.scalarCount
    var weights = Array(repeating: Lanes(), count: groupCount * 2 * blocks)
    var generator = SplitMix64(seed: seed, .relabelling)
    var pool = a.indices.filter { a[$0] } + b.indices.filter { b[$0] }.map { blocks + $0 }
    let sizeA = a.count { $0 }
    for index in 0..<groupCount * Lanes.scalarCount {
      let (group, lane) = index.quotientAndRemainder(dividingBy: Lanes.scalarCount)
      let start = group * 2 * blocks
      if index == 0 {
        for block in 0..<blocks { weights[start + block][lane] = 1 }
      } else if isPaired {
        for block in 0..<blocks {
          let isExchanged = generator.next() >> 63 == 1
          weights[start + block + (isExchanged ? blocks : 0)][lane] = 1
        }
      } else {
        pool.shuffle(using: &generator)
        for block in pool.prefix(sizeA) { weights[start + block][lane] = 1 }
      }
    }
    self.weights = weights
  }

  /// What decides for a group of relabellings, by block.
  func withWeights<Result>(ofGroup group: Int, _ body: (UnsafeBufferPointer<Lanes>) -> Result) -> Result {
    weights.withUnsafeBufferPointer {
      body(UnsafeBufferPointer(rebasing: $0[group * 2 * blocks..<(group + 1) * 2 * blocks]))
    }
  }

  /// The number under which a block of either side is found among the weights.
  func index(ofBlock block: Int, second: Bool) -> Int { second ? blocks + block : block }
}
