import Kernels

extension Classifier {
  /// The head's output for what it reads, `[H]` or `[3H]`.
  func logit(_ features: UnsafePointer<Float>) -> Double {
    var sum = Double(headBias.values.pointer[0])
    for i in 0..<headWeights.values.count {
      sum += Double(headWeights.values.pointer[i]) * Double(features[i])
    }
    return sum
  }

  /// One logit a document; an empty document gets the bias, as a zero state would.
  ///
  /// Complexity: one pass of the encoder over the tokens.
  public func logits(_ documents: [[Int32]], workers: Workers) -> [Double] {
    let size = encoder.outputSize
    let width = pooling.width(hiddenSize: size)
    let features = FloatBuffer(count: documents.count * width)
    encoder.pool(documents, pooling, into: features, workers: workers)
    return documents.indices.map { logit(features.pointer + $0 * width) }
  }
}
