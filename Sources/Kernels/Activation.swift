import CKernels

/// What a feed-forward layer or a head applies to each number.
public enum Activation: Sendable, Hashable, CaseIterable {
  /// x Φ(x), with the error function.
  case gelu
  /// The approximation of it with tanh: PyTorch's `gelu_pytorch_tanh`, `gelu_new`.
  case geluTanh
  /// x σ(1.702 x).
  case geluQuick
  /// x σ(x), also called swish.
  case silu
  /// max(x, 0).
  case relu
  /// max(x, 0) squared.
  case squaredReLU
  /// tanh x.
  case tanh

  private var kernel: ck_activation {
    switch self {
    case .gelu: CK_GELU
    case .geluTanh: CK_GELU_TANH
    case .geluQuick: CK_GELU_QUICK
    case .silu: CK_SILU
    case .relu: CK_RELU
    case .squaredReLU: CK_RELU2
    case .tanh: CK_TANH
    }
  }

  /// Applies it to `count` values, in place.
  public func apply(to values: UnsafeMutablePointer<Float>, count: Int) {
    ck_activate(kernel, count, values)
  }

  /// `output [rows, width] = self(first half) * second half` of `input [rows, 2 width]`; rows are
  /// `outputStride` and `2 width` floats apart.
  public func gate(
    _ input: UnsafePointer<Float>, rows: Int, width: Int, into output: UnsafeMutablePointer<Float>,
    outputStride: Int
  ) {
    ck_gate(kernel, rows, width, input, 2 * width, output, outputStride)
  }
}
