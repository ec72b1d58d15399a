import Kernels

extension Classifier {
  /// The head's output for one hidden state `[H]`.
  func logit(_ hidden: UnsafePointer<Float>) -> Double {
    var sum = Double(headBias.values.pointer[0])
    for i in 0..<headWeights.values.count { sum += Double(headWeights.values.pointer[i]) * Double(hidden[i]) }
    return sum
  }

  /// One logit a document; an empty document gets the bias, as a zero state would.
  ///
  /// Complexity: one pass of the encoder over the tokens.
  public func logits(_ documents: [[Int32]], workers: Workers) -> [Double] {
    let results = PieceSums(count: documents.count)
    for document in documents.indices where documents[document].isEmpty {
      results[document] = Double(headBias.values.pointer[0])
    }
    let (classifier, lengths) = (self, documents.map(\.count))
    let last = encoder.configuration.layers - 1
    ActivationReader(encoder, workers: workers).read(documents) { chunk in
      guard chunk.tokens.upperBound == lengths[chunk.document] else { return }
      let states = chunk.activations(layer: last)
      if let base = states.baseAddress {
        results[chunk.document] = classifier.logit(base + states.count - chunk.hiddenSize)
      }
    }
    return documents.indices.map { results[$0] }
  }
}
