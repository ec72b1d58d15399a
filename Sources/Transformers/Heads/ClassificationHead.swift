import Kernels

/// The head that classifies a sequence by one of its hidden states.
struct ClassificationHead: Sendable {
  let pooling: Pooling
  let transform: HeadTransform?
  /// H to the number of labels.
  let output: Linear

  /// Logits `[labels]` of a state `[H]`.
  func logits(_ state: UnsafePointer<Float>) -> [Float] {
    let room = FloatBuffer(count: output.inputs)
    var read = state
    if let transform {
      transform.apply(state, rows: 1, into: room.pointer)
      read = UnsafePointer(room.pointer)
    }
    return withExtendedLifetime(room) {
      [Float](unsafeUninitializedCapacity: output.outputs) { target, count in
        if let base = target.baseAddress { output.apply(read, rows: 1, into: base) }
        count = output.outputs
      }
    }
  }
}
