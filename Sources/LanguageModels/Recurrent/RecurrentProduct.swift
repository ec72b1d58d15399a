import Kernels

/// The products of hidden states with recurrent weights, part by part.
struct RecurrentProduct: Sendable {
  /// H.
  let size: Int
  /// P.
  let hiddenSize: Int
  let width: Int
  let parts: [(part: RecurrentPart, matrix: PackedMatrix)]

  /// Packs other weights; `transposed` for the way forward.
  func pack(_ weights: Parameter, transposed: Bool) {
    for (part, matrix) in parts {
      matrix.pack(weights.values.pointer + part.gates.lowerBound * size * hiddenSize, transposed: transposed)
    }
  }

  /// `gates [rows, width] += hidden [rows, P] x weights`, each part in its slots.
  func forward(
    _ hidden: UnsafePointer<Float>, rows: Int, into gates: UnsafeMutablePointer<Float>
  ) {
    for (part, matrix) in parts {
      matrix.multiply(
        hidden, rows: rows, into: gates + part.slot * size, resultStride: width, accumulate: true)
    }
  }

  /// `hidden [rows, P] += gates [rows, width] x weights`.
  func backward(
    _ gates: UnsafePointer<Float>, rows: Int, into hidden: UnsafeMutablePointer<Float>
  ) {
    for (part, matrix) in parts {
      matrix.multiply(
        gates + part.slot * size, rows: rows, leftStride: width, into: hidden, accumulate: true)
    }
  }
}
