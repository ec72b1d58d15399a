import Kernels

/// What each token contributes to the gates of the first layer, in each of its directions: the product of its
/// embedding with the input weights, and the bias. Filled as tokens turn up.
final class TokenInputTable {
  private let encoder: Encoder
  private let directions: [PreparedDirection]
  private let workers: Workers
  /// `[V, width]` a direction.
  let rows: [FloatBuffer]
  private var isFilled: [Bool]

  init(_ encoder: Encoder, _ directions: [PreparedDirection], workers: Workers) {
    self.encoder = encoder
    self.directions = directions
    self.workers = workers
    rows = directions.map { FloatBuffer(count: encoder.vocabularySize * $0.width) }
    isFilled = [Bool](repeating: false, count: encoder.vocabularySize)
  }

  /// Computes the rows of tokens that turn up for the first time.
  func fill(for documents: [[Int32]]) {
    var missing: [Int] = []
    for document in documents {
      for token in document where !isFilled[Int(token)] {
        isFilled[Int(token)] = true
        missing.append(Int(token))
      }
    }
    let (embedding, size) = (encoder.embedding.values, encoder.embeddingSize)
    for (direction, table) in zip(directions, rows) {
      workers.forShares(missing.count) { [missing] range in
        for token in missing[range] {
          let row = table.pointer + token * direction.width
          row.update(from: direction.bias.pointer, count: direction.width)
          direction.input.multiply(embedding.pointer + token * size, rows: 1, into: row, accumulate: true)
        }
      }
    }
  }
}
