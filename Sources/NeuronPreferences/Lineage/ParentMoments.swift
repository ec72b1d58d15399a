/// What correlates each neuron with itself in the checkpoint that its own descends from, over one document.
struct ParentMoments: Sendable {
  /// Tokens at which both activations were finite.
  var counts: [Int]
  /// Sums of the parent's activations.
  var sums: [Double]
  /// Sums of their squares.
  var squares: [Double]
  /// Sums of the products of both.
  var products: [Double]

  init(rows: Int) {
    counts = Array(repeating: 0, count: rows)
    sums = Array(repeating: 0, count: rows)
    squares = sums
    products = sums
  }

  /// Adds `[tokenCount, neurons]` of either, token after token.
  mutating func add(
    _ own: UnsafePointer<Float>, stride: Int, parent: UnsafePointer<Float>, parentStride: Int,
    tokenCount: Int, firstRow: Int, neurons: Int
  ) {
    counts.withUnsafeMutableBufferPointer { counts in
      for token in 0..<tokenCount {
        let ownRow = own + token &* stride
        let parentRow = parent + token &* parentStride
        for neuron in 0..<neurons {
          let value = Double(ownRow[neuron])
          let before = Double(parentRow[neuron])
          guard value.isFinite && before.isFinite else { continue }
          let row = firstRow &+ neuron
          counts[row] &+= 1
          sums[row] += before
          squares[row] += before * before
          products[row] += value * before
        }
      }
    }
  }
}

/// The same over a text, sums kept apart by block so that they merge exactly.
struct ParentColumns: Sendable {
  let neurons: Int
  var counts: [Int]
  /// `[blocks, neurons]`, as are the other sums.
  var sums: [Double]
  var squares: [Double]
  var products: [Double]

  init(neurons: Int, blocks: Int) {
    self.neurons = neurons
    counts = Array(repeating: 0, count: neurons)
    sums = Array(repeating: 0, count: neurons * blocks)
    squares = sums
    products = sums
  }

  mutating func add(_ document: ParentMoments, block: Int) {
    for row in 0..<neurons {
      counts[row] += document.counts[row]
      sums[block * neurons + row] += document.sums[row]
      squares[block * neurons + row] += document.squares[row]
      products[block * neurons + row] += document.products[row]
    }
  }
}
