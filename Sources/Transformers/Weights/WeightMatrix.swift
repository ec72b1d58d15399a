import Kernels

/// The weights of a product, packed: as floats, or as the 16 bits that the file holds.
enum WeightMatrix: Sendable {
  case single(PackedMatrix)
  case narrow(CompactMatrix)

  /// The matrix of a recipe's numbers, in its layout.
  static func floats(_ values: [Float], recipe: LinearRecipe) -> WeightMatrix {
    values.withUnsafeBufferPointer { values in
      guard let base = values.baseAddress else {
        return .single(PackedMatrix(rows: recipe.inputs, columns: recipe.outputs))
      }
      return .single(
        PackedMatrix(
          rows: recipe.inputs, columns: recipe.outputs, base, transposed: !recipe.storesInputsFirst))
    }
  }

  /// The matrix of a recipe's numbers in 16 bits, in its layout.
  static func compact(
    bits: [UInt16], _ format: CompactMatrix.Format, recipe: LinearRecipe
  ) -> WeightMatrix {
    bits.withUnsafeBufferPointer { bits in
      guard let base = bits.baseAddress else {
        return .single(PackedMatrix(rows: recipe.inputs, columns: recipe.outputs))
      }
      return .narrow(
        CompactMatrix(
          rows: recipe.inputs, columns: recipe.outputs, base, format: format,
          transposed: !recipe.storesInputsFirst))
    }
  }

  /// How many numbers a row has before.
  var rows: Int {
    switch self {
    case .single(let matrix): matrix.rows
    case .narrow(let matrix): matrix.rows
    }
  }

  /// How many it has after.
  var columns: Int {
    switch self {
    case .single(let matrix): matrix.columns
    case .narrow(let matrix): matrix.columns
    }
  }

  /// `result [count, columns] = left [count, rows] x self + bias`; see `PackedMatrix`.
  func multiply(
    _ left: UnsafePointer<Float>, rows count: Int, bias: UnsafePointer<Float>?,
    into result: UnsafeMutablePointer<Float>
  ) {
    switch self {
    case .single(let matrix): matrix.multiply(left, rows: count, bias: bias, into: result)
    case .narrow(let matrix): matrix.multiply(left, rows: count, bias: bias, into: result)
    }
  }
}
