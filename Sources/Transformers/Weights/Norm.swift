import Kernels

/// A norm with its weights, ready for use.
struct Norm: Sendable {
  let description: Architecture.Norm
  /// How many numbers are normed together.
  let width: Int
  /// `[width]`, what the normed numbers are multiplied by; nil if by nothing.
  let weight: FloatBuffer?
  /// `[width]`, or nil.
  let bias: FloatBuffer?

  /// Norms `rows` rows without gaps; `input` and `output` may be the same.
  func apply(_ input: UnsafePointer<Float>, rows: Int, into output: UnsafeMutablePointer<Float>) {
    if let weight, description.kind == .rootMeanSquare || description.kind == .rootMeanSquareFromOne {
      Normalization.rootMeanSquare(
        input, rows: rows, width: width, stride: width, weight: weight.pointer, epsilon: description.epsilon,
        into: output)
    } else {
      Normalization.layer(
        input, rows: rows, width: width, weight: weight.map { UnsafePointer($0.pointer) },
        bias: bias.map { UnsafePointer($0.pointer) }, epsilon: description.epsilon, into: output)
    }
  }

  /// Norms `width` numbers at a time in place: of each of `rows` rows `stride` apart, the first `groups` widths.
  func applyInPlace(_ values: UnsafeMutablePointer<Float>, rows: Int, stride: Int, groups: Int) {
    for row in 0..<rows { apply(values + row * stride, rows: groups, into: values + row * stride) }
  }
}

/// Where the weights of a ``Norm`` lie.
struct NormRecipe: Sendable {
  let module: String
  let width: Int
  let description: Architecture.Norm

  func check(_ check: inout TensorCheck) throws(TransformerError) {
    guard description.kind != .plainLayer else { return }
    try check.need("\(module).weight", [width])
    if description.hasBias { try check.need("\(module).bias", [width]) }
  }

  func load(_ store: WeightStore) throws -> Norm {
    guard description.kind != .plainLayer else {
      return Norm(description: description, width: width, weight: nil, bias: nil)
    }
    var weight = try store.floats("\(module).weight")
    if description.kind == .rootMeanSquareFromOne { weight = weight.map { 1 + $0 } }
    return Norm(
      description: description, width: width, weight: FloatBuffer(weight),
      bias: description.hasBias ? FloatBuffer(try store.floats("\(module).bias")) : nil)
  }
}
