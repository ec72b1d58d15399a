import Kernels

/// A product with weights and a bias, ready for use: `[rows, inputs]` to `[rows, outputs]`.
struct Linear: Sendable {
  /// The weights, packed.
  let matrix: WeightMatrix
  /// `[outputs]`, padded with zeros to whole panels; or nil.
  let bias: FloatBuffer?

  init(matrix: WeightMatrix, bias: [Float]?) {
    self.matrix = matrix
    self.bias = bias.map { values in
      let room = PackedMatrix.paddedColumns(matrix.columns)
      return FloatBuffer(values + [Float](repeating: 0, count: room - values.count))
    }
  }

  /// How many numbers a row has before.
  var inputs: Int { matrix.rows }
  /// How many it has after.
  var outputs: Int { matrix.columns }

  /// `result [rows, outputs] = input [rows, inputs] x weights + bias`, rows without gaps.
  func apply(
    _ input: UnsafePointer<Float>, rows: Int, into result: UnsafeMutablePointer<Float>
  ) {
    matrix.multiply(input, rows: rows, bias: bias.map { UnsafePointer($0.pointer) }, into: result)
  }
}

/// Where the weights of a ``Linear`` lie: one tensor, or several whose outputs stand side by side.
struct LinearRecipe: Sendable {
  /// Modules, with the outputs that each has.
  var pieces: [(module: String, outputs: Int)]
  /// How many inputs all have.
  var inputs: Int
  /// Whether they have biases.
  var hasBias: Bool
  /// Whether matrices are stored as [inputs, outputs].
  var storesInputsFirst = false
  /// The size of heads whose queries, keys and values take turns and have to be told apart; nil if they don't.
  var interleavedHeads: Int?

  /// How many outputs they have together.
  var outputs: Int { pieces.reduce(0) { $0 + $1.outputs } }

  func check(_ check: inout TensorCheck) throws(TransformerError) {
    for (module, outputs) in pieces {
      try check.need("\(module).weight", storesInputsFirst ? [inputs, outputs] : [outputs, inputs])
      if hasBias { try check.need("\(module).bias", [outputs]) }
    }
  }

  /// Reads and packs the weights, those of 16 bits as they are. Complexity: O(inputs x outputs).
  func load(_ store: WeightStore) throws -> Linear {
    let names = pieces.map { "\($0.module).weight" }
    let bias =
      hasBias ? ordered(try pieces.flatMap { try store.floats("\($0.module).bias") }, width: 1) : nil
    // Only a single matrix is stored with inputs first, and never with heads that take turns.
    precondition(!storesInputsFirst || pieces.count == 1 && interleavedHeads == nil)
    if let (bits, format) = try store.compact(names) {
      return Linear(
        matrix: .compact(bits: ordered(bits, width: inputs), format, recipe: self), bias: bias)
    }
    var values = try store.floats(names[0])
    for name in names.dropFirst() { values += try store.floats(name) }
    return Linear(matrix: .floats(ordered(values, width: inputs), recipe: self), bias: bias)
  }

  /// Rows in the order all queries, all keys, all values.
  private func ordered<Number>(_ values: [Number], width: Int) -> [Number] {
    guard let size = interleavedHeads else { return values }
    let heads = outputs / (3 * size)
    var result: [Number] = []
    result.reserveCapacity(values.count)
    for part in 0..<3 {
      for head in 0..<heads {
        let first = (head * 3 + part) * size * width
        result += values[first..<first + size * width]
      }
    }
    return result
  }
}
