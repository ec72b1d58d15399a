/// What changes sides when two stages are relabelled: document blocks, or groups of them that hold about as much text.
///
/// Where both stages read the same text a block is exchanged with its counterpart (paired). Otherwise units of both
/// stages are dealt out anew, as many to each side as it had, and must be alike under the null: blocks of a
/// shorter text are joined until each unit holds about as many tokens as a block of the longer one.
struct ExchangeUnits: Sendable {
  /// Whether units are exchanged in pairs.
  let isPaired: Bool
  /// Units of the first stage; those of the second are numbered after them.
  let countA: Int
  /// Units of the second stage.
  let countB: Int
  /// Tokens of every unit, `[countA + countB]`.
  let tokens: [Float]
  /// The unit of each block of the first stage.
  private let unitsA: [Int]
  /// The unit of each block of the second stage, numbered after the first's.
  private let unitsB: [Int]

  /// All units of both stages.
  var count: Int { countA + countB }

  /// Blocks differ in size from this ratio on.
  private static let unequalRatio = 1.5

  /// Sides with so much text in each block, 0 in empty ones.
  init(a: [Int], b: [Int], isPaired: Bool) {
    precondition(!isPaired || a.count == b.count)
    self.isPaired = isPaired
    if isPaired {
      (countA, countB) = (a.count, b.count)
      unitsA = Array(a.indices)
      unitsB = b.indices.map { a.count + $0 }
    } else {
      let (sizes, totals) = ([a, b].map(Self.meanSize), [a, b].map { $0.reduce(0, +) })
      func units(_ side: Int, _ blocks: [Int]) -> Int {
        let full = blocks.count { $0 > 0 }
        let (own, other) = (sizes[side], sizes[1 - side])
        guard own > 0, other > own * Self.unequalRatio else { return max(1, full) }
        return min(full, max(1, Int((Double(totals[side]) / other).rounded())))
      }
      countA = units(0, a)
      countB = units(1, b)
      unitsA = Self.dealt(a, among: countA, from: 0)
      unitsB = Self.dealt(b, among: countB, from: countA)
    }
    var tokens = [Float](repeating: 0, count: countA + countB)
    for (size, unit) in zip(a + b, unitsA + unitsB) { tokens[unit] += Float(size) }
    self.tokens = tokens
  }

  /// The units of two snapshots.
  init(_ a: Snapshot, _ b: Snapshot) {
    // Snapshots made from others' results know no tokens; tokens are not weighed against documents.
    let size =
      [a, b].allSatisfy { $0.blocks.contains { $0.tokens > 0 } } ? \BlockSummary.tokens : \.documents
    self.init(
      a: a.blocks.map { $0[keyPath: size] }, b: b.blocks.map { $0[keyPath: size] },
      isPaired: a.isPaired(with: b))
  }

  /// The unit that a block of either stage belongs to.
  func unit(ofBlock block: Int, second: Bool) -> Int { second ? unitsB[block] : unitsA[block] }

  private static func meanSize(_ blocks: [Int]) -> Double {
    Double(blocks.reduce(0, +)) / Double(max(1, blocks.count { $0 > 0 }))
  }

  /// Deals the blocks that hold text out in turn, so that units are alike in size.
  private static func dealt(_ blocks: [Int], among units: Int, from first: Int) -> [Int] {
    var place = 0
    return blocks.map { size in
      defer { if size > 0 { place += 1 } }
      return first + place % units
    }
  }
}

extension Snapshot {
  /// Whether it is known that both read the same text.
  public func hasSameText(as other: Snapshot) -> Bool {
    !origin.corpusHash.isEmpty && origin.corpusHash == other.origin.corpusHash
  }

  /// Whether both read the same text in the same blocks.
  func isPaired(with other: Snapshot) -> Bool {
    hasSameText(as: other) && blocks == other.blocks
  }
}
