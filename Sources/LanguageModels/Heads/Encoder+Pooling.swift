import Kernels

extension Encoder {
  /// Where the units of the last layer's reverse direction begin in its output; nil if it has none.
  package var reverseUnits: Int? {
    let last = layers[layers.count - 1]
    return last.reverse == nil ? nil : last.forward.hiddenSize
  }

  /// Sets `features`, `[documents, H]` or `[documents, 3H]`, to what a head reads of documents; of an empty one
  /// zeros. One pass over the tokens.
  func pool(_ documents: [[Int32]], _ pooling: Pooling, into features: FloatBuffer, workers: Workers) {
    let (size, reverse) = (outputSize, reverseUnits)
    let width = pooling.width(hiddenSize: size)
    let lengths = documents.map(\.count)
    ActivationReader(self, workers: workers).read(documents) { chunk in
      let pooled = PooledStates(
        features.pointer + chunk.document * width, size: size, pooling: pooling, reverse: reverse)
      let states = self.output(chunk)
      for (row, place) in chunk.tokens.enumerated() {
        pooled.add(states.start + row * states.stride, isFirst: place == 0)
      }
      if chunk.tokens.upperBound == lengths[chunk.document] { pooled.finish(lengths[chunk.document]) }
    }
  }
}
