/// Name, type, shape and place of one tensor of a file.
public struct TensorInfo: Sendable, Hashable {
  /// The tensor's name, e.g. `lstm.weight_ih_l0`.
  public let name: String
  /// What one element is.
  public let elementType: ElementType
  /// Extent of each dimension, outermost first; empty for a scalar.
  public let shape: [Int]
  /// Where its bytes stand, counted from the start of the file.
  public let byteRange: Range<Int>

  /// Number of elements, the product of ``shape``.
  public var count: Int { byteRange.count / elementType.byteCount }

  /// Describes a tensor.
  public init(name: String, elementType: ElementType, shape: [Int], byteRange: Range<Int>) {
    self.name = name
    self.elementType = elementType
    self.shape = shape
    self.byteRange = byteRange
  }
}
