/// Compares what a model needs with what its files hold.
struct TensorCheck {
  private let store: WeightStore
  /// Tensors that are needed and not there.
  private(set) var missing: [String] = []
  /// Tensors that are needed.
  private(set) var used: Set<String> = []

  init(_ store: WeightStore) { self.store = store }

  /// Asks for a tensor of this shape.
  ///
  /// - Throws: ``TransformerError/wrongShape(path:tensor:expected:found:)`` or
  ///   ``TransformerError/wrongElementType(path:tensor:found:)``.
  mutating func need(_ name: String, _ shape: [Int]) throws(TransformerError) {
    used.insert(name)
    guard let found = store.shape(of: name) else {
      missing.append(name)
      return
    }
    guard found == shape else {
      throw .wrongShape(path: store.path, tensor: name, expected: shape, found: found)
    }
    if let tensor = store.tensor(name), !tensor.isReadable {
      throw .wrongElementType(path: store.path, tensor: name, found: tensor.type)
    }
  }
}
