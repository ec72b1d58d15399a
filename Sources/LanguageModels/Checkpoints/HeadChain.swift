/// Linear layers of which each reads what the one before gives, from the encoder's output to the last.
struct HeadChain {
  /// The weights, first to last.
  let layers: [TensorCatalog.Entry]
  /// What the first layer reads of a document.
  let pooling: Pooling

  /// The most classes that a head is scored with.
  static let classLimit = 1000

  /// The longest chains that can be made of `candidates`, from an encoder's output of `width` to an output for each
  /// of `tokens`, or for each of some classes; nil where there are too many to tell, or one is too long.
  ///
  /// Complexity: exponential in the number of candidates of one width, up to `searchLimit` chains.
  static func longest(_ candidates: [TensorCatalog.Entry], width: Int, tokens: Int) -> [HeadChain]? {
    var search = Search(candidates, tokens: tokens)
    for pooling in [Pooling.last, .lastMeanMax] {
      guard search.extend([], pooling.width(hiddenSize: width), pooling) else { return nil }
    }
    return search.found
  }

  /// The longest chains so far.
  private struct Search {
    private let candidates: [TensorCatalog.Entry]
    private let tokens: Int
    private(set) var found: [HeadChain] = []
    private var looked = 0

    /// More chains, and longer ones, than any model's layers make.
    private static let searchLimit = 20_000, lengthLimit = 16

    init(_ candidates: [TensorCatalog.Entry], tokens: Int) {
      self.candidates = candidates
      self.tokens = tokens
    }

    /// Looks at every chain that begins with this one, whose last layer gives `width` numbers; false where a limit
    /// was in the way.
    mutating func extend(_ chain: [TensorCatalog.Entry], _ width: Int, _ pooling: Pooling) -> Bool {
      looked += 1
      guard looked <= Self.searchLimit else { return false }
      for next in candidates where next.shape[1] == width && !chain.contains(where: { $0.name == next.name })
      {
        guard chain.count < Self.lengthLimit else { return false }
        let longer = chain + [next]
        let outputs = next.shape[0]
        if outputs == tokens && pooling == .last || outputs <= classLimit { keep(longer, pooling) }
        guard extend(longer, outputs, pooling) else { return false }
      }
      return true
    }

    private mutating func keep(_ chain: [TensorCatalog.Entry], _ pooling: Pooling) {
      let longest = found.first?.layers.count ?? 0
      if chain.count > longest { found = [] }
      if chain.count >= longest { found.append(HeadChain(layers: chain, pooling: pooling)) }
    }
  }
}
