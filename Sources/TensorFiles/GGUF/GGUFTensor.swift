/// Name, type, shape and place of one tensor of a GGUF file.
public struct GGUFTensor: Sendable, Hashable {
  /// The tensor's name, e.g. `blk.0.attn_q.weight`.
  public let name: String
  /// How its numbers are stored.
  public let elementType: GGUFElementType
  /// Extent of each dimension, outermost first; empty for a scalar.
  public let shape: [Int]
  /// Where its bytes stand, counted from the start of the file; empty for a kind that is not read.
  public let byteRange: Range<Int>

  /// Number of elements.
  public var count: Int { shape.reduce(1, *) }
}

extension GGUFFile {
  /// A tensor's numbers, row-major; quantised ones multiplied out.
  ///
  /// - Throws: ``TensorFileError/missingTensor(path:tensor:)`` or
  ///   ``TensorFileError/unknownElementType(path:tensor:found:)``. Complexity: O(count).
  public func floats(_ name: String) throws(TensorFileError) -> [Float] {
    guard let tensor = tensor(named: name) else { throw .missingTensor(path: path, tensor: name) }
    if case .other = tensor.elementType {
      throw .unknownElementType(path: path, tensor: name, found: tensor.elementType.name)
    }
    let elements = tensor.count
    return file.withUnsafeBytes { bytes in
      [Float](unsafeUninitializedCapacity: elements) { target, count in
        if let base = target.baseAddress {
          tensor.elementType.copyFloats(
            from: UnsafeRawBufferPointer(rebasing: bytes[tensor.byteRange]), to: base)
        }
        count = elements
      }
    }
  }
}
