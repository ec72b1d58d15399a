extension PyTorchFile {
  /// Lends a tensor's bytes, little-endian and in row-major order, to `body`: without a copy where they stand
  /// so in the file, otherwise gathered or decompressed.
  ///
  /// - Throws: ``TensorFileError/pyTorch(path:offset:flaw:)`` for a compressed storage that is damaged, or
  ///   whatever `body` throws.
  public func withUnsafeBytes<Result>(
    of tensor: PyTorchTensor, _ body: (UnsafeRawBufferPointer) throws -> Result
  ) throws -> Result {
    try withStorage(of: tensor) { storage in
      let size = tensor.elementType.byteCount
      let view = tensor.view
      if view.isContiguous {
        let elements = view.elements
        return try body(
          UnsafeRawBufferPointer(rebasing: storage[elements.lowerBound * size..<elements.upperBound * size]))
      }
      let target = UnsafeMutableRawBufferPointer.allocate(byteCount: view.count * size, alignment: 64)
      defer { target.deallocate() }
      view.gather(storage, size: size, into: target)
      return try body(UnsafeRawBufferPointer(target))
    }
  }

  private func withStorage<Result>(
    of tensor: PyTorchTensor, _ body: (UnsafeRawBufferPointer) throws -> Result
  ) throws -> Result {
    switch storages[tensor.view.storage].place {
    case .mapped(let range):
      return try file.withUnsafeBytes { try body(UnsafeRawBufferPointer(rebasing: $0[range])) }
    case .deflated(let entry):
      let content: UnsafeMutableRawBufferPointer
      do throws(PyTorchFailure) {
        content = try Inflation.inflate(UnsafeRawBufferPointer(rebasing: file.bytes[entry.range]), of: entry)
      } catch {
        throw TensorFileError.pyTorch(path: path, offset: error.offset, flaw: error.flaw)
      }
      defer { content.deallocate() }
      return try body(UnsafeRawBufferPointer(content))
    }
  }
}
