/// The contexts kept of every neuron: of each selection the best few, by an order that does not depend on
/// when they came, so that parts of a text merge into what the whole gives.
struct ContextShelf: Sendable {
  /// Most contexts of each selection that one neuron keeps.
  let limits: [Int]
  /// Whether strength goes by magnitude.
  let byMagnitude: Bool
  private var shelves: [Int: [[Kept]]] = [:]

  private struct Kept: Sendable {
    let rank: Rank
    let context: FiringContext
  }

  /// Where a firing stands; smaller is better.
  struct Rank: Comparable, Sendable {
    let key: UInt64
    let document: Int
    let position: Int

    static func < (left: Rank, right: Rank) -> Bool {
      (left.key, left.document, left.position) < (right.key, right.document, right.position)
    }
  }

  init(plan: CollectionPlan) {
    self.init(limits: [plan.contexts.strongest, plan.contexts.sampled], policy: plan.policy)
  }

  /// A shelf with these limits, one a selection.
  init(limits: [Int], policy: CollectionPolicy) {
    self.limits = limits
    byMagnitude = policy.kind.isByMagnitude
  }

  var isEmpty: Bool { shelves.isEmpty }

  /// The selections that would keep this firing.
  func accepts(row: Int, document: Int, position: Int, activation: Float) -> [FiringContext.Selection] {
    FiringContext.Selection.allCases.filter { selection in
      let limit = limits[selection.rawValue]
      guard limit > 0 else { return false }
      guard let kept = shelves[row]?[selection.rawValue], kept.count >= limit, let last = kept.last else {
        return true
      }
      return rank(selection, row, document, position, activation) < last.rank
    }
  }

  /// Keeps the context if it is among the best of its selection.
  mutating func add(_ context: FiringContext, row: Int) {
    let selection = context.selection.rawValue
    let rank = rank(
      context.selection, row, context.document, context.position, context.activation)
    var kept = shelves[row, default: [[], []]]
    let place = kept[selection].firstIndex { rank < $0.rank } ?? kept[selection].count
    guard place < limits[selection] else { return }
    shelves[row] = nil
    kept[selection].insert(Kept(rank: rank, context: context), at: place)
    if kept[selection].count > limits[selection] { kept[selection].removeLast() }
    shelves[row] = kept
  }

  /// Takes over the contexts of another part of the text.
  mutating func absorb(_ other: ContextShelf) {
    for (row, kept) in other.shelves {
      for entry in kept.joined() { add(entry.context, row: row) }
    }
  }

  /// What is kept of the neuron in that row: the strongest first, then the sample in random order.
  func contexts(ofRow row: Int) -> [FiringContext] {
    (shelves[row] ?? []).joined().map(\.context)
  }

  private func rank(
    _ selection: FiringContext.Selection, _ row: Int, _ document: Int, _ position: Int,
    _ activation: Float
  ) -> Rank {
    let key =
      switch selection {
      case .top: Self.fallingKey(byMagnitude ? abs(activation) : activation)
      case .sample: FiringContext.priority(row: row, document: document, position: position)
      }
    return Rank(key: key, document: document, position: position)
  }

  /// A number that is smaller the larger the value is.
  private static func fallingKey(_ value: Float) -> UInt64 {
    let bits = value.bitPattern
    let rising = bits >> 31 == 1 ? ~bits : bits | 1 << 31
    return UInt64(~rising)
  }
}
