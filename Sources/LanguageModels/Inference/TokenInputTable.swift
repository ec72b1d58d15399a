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
    var missing: [Int32] = []
    for document in documents {
      for token in document where !isFilled[Int(token)] {
        isFilled[Int(token)] = true
        missing.append(token)
      }
    }
    let embedding = encoder.embedding.values
    for (direction, table) in zip(directions, rows) {
      workers.forRanges(missing.count, step: Self.together) { [missing] range in
        Self.fill(table, missing[range], direction, embedding)
      }
    }
  }

  /// Tokens whose rows are computed by one product: alone each would read all input weights.
  private static let together = 64

  private static func fill(
    _ table: FloatBuffer, _ tokens: ArraySlice<Int32>, _ direction: PreparedDirection,
    _ embedding: FloatBuffer
  ) {
    let (size, width) = (direction.input.rows, direction.width)
    let (inputs, gates) = (FloatBuffer(count: tokens.count * size), FloatBuffer(count: tokens.count * width))
    for (place, token) in tokens.enumerated() {
      (inputs.pointer + place * size)
        .update(from: embedding.pointer + Int(token) * size, count: size)
      (gates.pointer + place * width).update(from: direction.bias.pointer, count: width)
    }
    direction.input.multiply(
      inputs.pointer, rows: tokens.count, into: gates.pointer, resultStride: width, accumulate: true)
    for (place, token) in tokens.enumerated() {
      (table.pointer + Int(token) * width).update(from: gates.pointer + place * width, count: width)
    }
  }
}
