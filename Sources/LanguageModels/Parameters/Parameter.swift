import Kernels
import Statistics

/// A named tensor of a model, shared by reference: tied weights are one `Parameter` used twice.
public final class Parameter: @unchecked Sendable {
  /// The name, in PyTorch's terms (`rnn.weight_ih_l0`).
  public let name: String
  /// The shape, row-major.
  public let shape: [Int]
  /// The values.
  public let values: FloatBuffer
  /// The gradient of the last backward pass; allocated when training first asks for it.
  public private(set) lazy var gradient = FloatBuffer(count: values.count)

  /// A tensor of the given shape, holding `values` or zeros.
  public init(name: String, shape: [Int], values: FloatBuffer? = nil) {
    let count = shape.reduce(1, *)
    precondition(values.map { $0.count == count } ?? true)
    self.name = name
    self.shape = shape
    self.values = values ?? FloatBuffer(count: count)
  }

  /// A copy under its own or another name.
  public func copy(named name: String? = nil) -> Parameter {
    let copy = Parameter(name: name ?? self.name, shape: shape)
    copy.values.copy(from: values)
    return copy
  }

  /// Fills the values uniformly from [-bound, bound).
  func initialize(bound: Float, seed: UInt64, stream: RandomStream) {
    let generator = CounterGenerator(seed: seed, stream: stream)
    for i in 0..<values.count {
      values.pointer[i] = (generator.uniform(UInt64(i)) * 2 - 1) * bound
    }
  }
}
