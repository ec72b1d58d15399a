import Kernels

/// A linear layer: `output = weights x input + bias`.
public struct LinearLayer: Sendable {
  /// `[out, in]`.
  public let weights: Parameter
  /// `[out]`.
  public let bias: Parameter

  /// The width of what it reads.
  public var inputSize: Int { weights.shape[1] }
  /// The width of what it gives.
  public var outputSize: Int { weights.shape[0] }

  /// A layer of tensors of matching shapes.
  public init(weights: Parameter, bias: Parameter) {
    precondition(weights.shape.count == 2 && bias.shape == [weights.shape[0]])
    self.weights = weights
    self.bias = bias
  }

  /// The weights, ready for products.
  var packed: PackedMatrix {
    PackedMatrix(rows: inputSize, columns: outputSize, weights.values.pointer, transposed: true)
  }
}

/// What stands behind each hidden layer of a head. It has no tensors, so a file of tensors can't tell.
public enum HeadActivation: String, Sendable, CaseIterable {
  /// max(0, x).
  case relu
  /// The hyperbolic tangent.
  case tanh
  /// Nothing: the layers make up one linear map.
  case none

  /// Applies it in place.
  func apply(_ values: UnsafeMutablePointer<Float>, count: Int) {
    switch self {
    case .relu: for i in 0..<count { values[i] = max(0, values[i]) }
    case .tanh: Gates.tanh(values, count: count)
    case .none: break
    }
  }
}
