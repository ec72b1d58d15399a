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
    let size = encoder.configuration.hiddenSize
    let width = pooling.width(hiddenSize: size)
    let features = FloatBuffer(count: documents.count * width)
    let (pooling, lengths) = (pooling, documents.map(\.count))
    let layer = encoder.configuration.layers - 1
    ActivationReader(encoder, workers: workers).read(documents) { chunk in
      let pooled = PooledStates(features.pointer + chunk.document * width, size: size, pooling: pooling)
      let states = chunk.activations(site: layer)
      for (row, place) in chunk.tokens.enumerated() {
        pooled.add(states.start + row * states.stride, isFirst: place == 0)
      }
      if chunk.tokens.upperBound == lengths[chunk.document] { pooled.finish(lengths[chunk.document]) }
    }
    return documents.indices.map { logit(features.pointer + $0 * width) }
  }
}

/// Builds what a head reads from hidden states given one after the other: last, and sum and maximum.
package struct PooledStates {
  private let features: UnsafeMutablePointer<Float>
  private let size: Int
  private let pooling: Pooling

  /// - Parameter features: `[H]` or `[3H]`, kept between calls.
  package init(_ features: UnsafeMutablePointer<Float>, size: Int, pooling: Pooling) {
    self.features = features
    self.size = size
    self.pooling = pooling
  }

  /// Takes the next state in.
  package func add(_ state: UnsafePointer<Float>, isFirst: Bool) {
    features.update(from: state, count: size)
    guard pooling == .lastMeanMax else { return }
    for i in 0..<size {
      features[size + i] = isFirst ? state[i] : features[size + i] + state[i]
      features[2 * size + i] = isFirst ? state[i] : max(features[2 * size + i], state[i])
    }
  }

  /// Turns the sum into the mean.
  package func finish(_ count: Int) {
    guard pooling == .lastMeanMax else { return }
    for i in size..<2 * size { features[i] /= Float(count) }
  }
}
