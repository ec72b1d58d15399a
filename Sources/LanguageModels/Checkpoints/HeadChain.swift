/// Linear layers of which each reads what the one before gives, from the encoder's output to the last.
struct HeadChain {
  /// The weights, first to last.
  let layers: [TensorCatalog.Entry]
  /// What the first layer reads of a document.
  let pooling: Pooling

  /// The most classes that a head is scored with.
  static let classLimit = 1000

  /// The longest chains that can be made of `candidates`, from an encoder's output of `width` to an output for each
  /// of `tokens`, or for each of some classes.
  ///
  /// Complexity: exponential in the number of candidates of one width; at most `searchLimit` chains are looked at.
  static func longest(_ candidates: [TensorCatalog.Entry], width: Int, tokens: Int) -> [HeadChain] {
    var found: [HeadChain] = []
    var looked = 0
    func extend(_ chain: [TensorCatalog.Entry], _ width: Int, _ pooling: Pooling) {
      looked += 1
      guard looked <= searchLimit else { return }
      for (index, next) in candidates.enumerated()
      where next.shape[1] == width && !chain.contains(where: { $0.name == next.name }) {
        let longer = chain + [candidates[index]]
        let outputs = next.shape[0]
        let isEnd = outputs == tokens && pooling == .last || outputs <= classLimit
        if isEnd {
          if longer.count > found.first?.layers.count ?? 0 { found = [] }
          if longer.count >= found.first?.layers.count ?? 0 {
            found.append(HeadChain(layers: longer, pooling: pooling))
          }
        }
        extend(longer, outputs, pooling)
      }
    }
    for pooling in [Pooling.last, .lastMeanMax] { extend([], pooling.width(hiddenSize: width), pooling) }
    return found
  }

  private static let searchLimit = 20_000
}
