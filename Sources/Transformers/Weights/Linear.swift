import Kernels

/// A product with weights and a bias, ready for use: `[rows, inputs]` to `[rows, outputs]`.
struct Linear: Sendable {
  /// The weights, packed.
  let matrix: PackedMatrix
  /// `[outputs]`, or nil.
  let bias: FloatBuffer?

  /// How many numbers a row has before.
  var inputs: Int { matrix.rows }
  /// How many it has after.
  var outputs: Int { matrix.columns }

  /// `result [rows, outputs] = input [rows, inputs] x weights + bias`, rows without gaps.
  func apply(
    _ input: UnsafePointer<Float>, rows: Int, into result: UnsafeMutablePointer<Float>
  ) {
    if let bias {
      for row in 0..<rows { (result + row * outputs).update(from: bias.pointer, count: outputs) }
    }
    matrix.multiply(input, rows: rows, into: result, accumulate: bias != nil)
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

  /// Reads and packs the weights. Complexity: O(inputs x outputs).
  func load(_ store: WeightStore) throws -> Linear {
    let bias: FloatBuffer? =
      hasBias
      ? FloatBuffer(ordered(try pieces.flatMap { try store.floats("\($0.module).bias") }, width: 1)) : nil
    let matrix: PackedMatrix
    if storesInputsFirst {
      precondition(pieces.count == 1 && interleavedHeads == nil)
      let values = try store.floats("\(pieces[0].module).weight")
      matrix = values.withUnsafeBufferPointer { packed($0, transposed: false) }
    } else {
      var values = try store.floats("\(pieces[0].module).weight")
      for (module, _) in pieces.dropFirst() { values += try store.floats("\(module).weight") }
      values = ordered(values, width: inputs)
      matrix = values.withUnsafeBufferPointer { packed($0, transposed: true) }
    }
    return Linear(matrix: matrix, bias: bias)
  }

  private func packed(_ values: UnsafeBufferPointer<Float>, transposed: Bool) -> PackedMatrix {
    guard let base = values.baseAddress else { return PackedMatrix(rows: inputs, columns: outputs) }
    return PackedMatrix(rows: inputs, columns: outputs, base, transposed: transposed)
  }

  /// Rows in the order all queries, all keys, all values.
  private func ordered(_ values: [Float], width: Int) -> [Float] {
    guard let size = interleavedHeads else { return values }
    let heads = outputs / (3 * size)
    var result: [Float] = []
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
