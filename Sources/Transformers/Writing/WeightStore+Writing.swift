import TensorFiles

extension WeightStore {
  /// Adds all tensors of the files to a writer, by the names that they have there; those that an adapter or `changed`
  /// changes with other numbers in the same type. Numbers are read when the file is written, tensor by tensor.
  ///
  /// - Throws: ``TransformerError/unsupported(path:feature:)`` for an adapter that brings tensors of its own.
  func addTensors(
    to writer: inout SafetensorsWriter, changed: [String: @Sendable ([Float]) -> [Float]]
  ) throws {
    if let name = broughtNames.sorted().first {
      throw TransformerError.unsupported(
        path: path, feature: "a folder with \(name), which only the adapter holds")
    }
    for (stripped, archive, tensor) in archived {
      let change = changed[stripped]
      guard change != nil || isAdapted(stripped) else {
        writer.add(tensor.name, shape: tensor.shape, elementType: tensor.elementType) { sink in
          try archive.withUnsafeBytes(of: tensor.name) { try sink.write($0) }
        }
        continue
      }
      // What is none of the 16-bit types is computed, and so written, in single precision.
      let type = tensor.elementType
      let isNarrow = type == .float16 || type == .bfloat16
      writer.add(tensor.name, shape: tensor.shape, as: isNarrow ? type : .float32) {
        let floats = try self.floats(stripped)
        return change?(floats) ?? floats
      }
    }
  }
}
