/// Name, type and shape of one tensor of a PyTorch file, and the window it is on a storage.
public struct PyTorchTensor: Sendable {
  /// The tensor's name, e.g. `lstm.weight_ih_l0`.
  public let name: String
  /// What one element is.
  public let elementType: ElementType
  /// Name of the storage; tensors that share one, such as tied weights, have the same.
  public let storageKey: String
  let view: TensorView

  /// Extent of each dimension, outermost first; empty for a scalar.
  public var shape: [Int] { view.shape }
  /// Steps between neighbours in each dimension, in elements.
  public var strides: [Int] { view.strides }
  /// The first element's place in the storage, in elements.
  public var offset: Int { view.offset }
  /// Number of elements.
  public var count: Int { view.count }
  /// Whether the elements stand one after another in row-major order.
  public var isContiguous: Bool { view.isContiguous }
}
