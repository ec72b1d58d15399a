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
      guard let values = tensor.elementType.floats(from: bytes) else {
        throw TensorFileError.wrongElementType(
          path: path, tensor: name, expected: ElementType.allCases.filter(\.isFloatingPoint),
          found: tensor.elementType)
      }
      return values
    }
  }
}
