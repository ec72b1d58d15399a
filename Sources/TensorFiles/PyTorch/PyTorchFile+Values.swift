extension PyTorchFile {
  /// The model's tensor of that name.
  ///
  /// - Throws: ``TensorFileError/missingTensor(path:tensor:)``.
  public func requiredTensor(named name: String) throws(TensorFileError) -> PyTorchTensor {
    guard let tensor = tensor(named: name) else { throw .missingTensor(path: path, tensor: name) }
    return tensor
  }

  /// A floating-point tensor as Float, row-major. F16 and BF16 are exact, F64 is rounded to nearest.
  ///
  /// - Throws: ``TensorFileError/missingTensor(path:tensor:)``,
  ///   ``TensorFileError/wrongElementType(path:tensor:expected:found:)``, or
  ///   ``TensorFileError/pyTorch(path:offset:flaw:)`` for a damaged storage.
  public func floats(_ name: String) throws -> [Float] {
    let tensor = try requiredTensor(named: name)
    return try withUnsafeBytes(of: tensor) { bytes in
      switch tensor.elementType {
      case .float32: values(bytes, as: Float.self) { $0 }
      case .float64: values(bytes, as: Double.self) { Float($0) }
      case .float16: values(bytes, as: UInt16.self) { Float(float16Bits: $0) }
      case .bfloat16: values(bytes, as: UInt16.self) { Float(bfloat16Bits: $0) }
      default:
        throw TensorFileError.wrongElementType(
          path: path, tensor: name, expected: ElementType.allCases.filter(\.isFloatingPoint),
          found: tensor.elementType)
      }
    }
  }

  @inline(__always)
  private func values<Stored: BitwiseCopyable>(
    _ bytes: UnsafeRawBufferPointer, as: Stored.Type, _ convert: (Stored) -> Float
  ) -> [Float] {
    let size = MemoryLayout<Stored>.stride
    return (0..<bytes.count / size).map {
      convert(bytes.loadUnaligned(fromByteOffset: $0 * size, as: Stored.self))
    }
  }
}
