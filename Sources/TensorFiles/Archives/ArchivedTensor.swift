/// Name, type and shape of one tensor of a ``TensorArchive``.
public struct ArchivedTensor: Sendable {
  /// The tensor's name, e.g. `lstm.weight_ih_l0`.
  public let name: String
  /// What one element is.
  public let elementType: ElementType
  /// Extent of each dimension, outermost first; empty for a scalar.
  public let shape: [Int]
  /// Number of elements.
  public let count: Int
  /// The window that it is on a storage which others may share; nil where each tensor has its own bytes.
  public let window: Window?

  /// Number of bytes of the elements.
  public var byteCount: Int { count * elementType.byteCount }

  /// Part of a storage.
  public struct Window: Sendable, Hashable {
    /// The storage's name.
    public let storage: String
    /// The first element's place, in elements.
    public let offset: Int
    /// Steps between neighbours in each dimension, in elements.
    public let strides: [Int]
    /// Whether the elements stand one after another in row-major order.
    public let isContiguous: Bool
  }

  init(_ tensor: TensorInfo) {
    (name, elementType, shape, count) = (tensor.name, tensor.elementType, tensor.shape, tensor.count)
    window = nil
  }

  init(_ tensor: PyTorchTensor) {
    (name, elementType, shape, count) = (tensor.name, tensor.elementType, tensor.shape, tensor.count)
    window = Window(
      storage: tensor.storageKey, offset: tensor.offset, strides: tensor.strides,
      isContiguous: tensor.isContiguous)
  }
}
