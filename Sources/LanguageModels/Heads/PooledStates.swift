/// Builds what a head reads from hidden states given one after the other: last, sum and maximum.
package struct PooledStates {
  private let features: UnsafeMutablePointer<Float>
  private let size: Int
  /// Where the units of the reverse direction begin; `size` where there is none.
  private let reverse: Int
  private let last, mean, max: UnsafeMutablePointer<Float>?

  /// - Parameters:
  ///   - features: `[H]` or `[3H]`, kept between calls.
  ///   - reverse: where the units of the last layer's reverse direction begin, if it has one.
  package init(
    _ features: UnsafeMutablePointer<Float>, size: Int, pooling: Pooling, reverse: Int? = nil
  ) {
    self.features = features
    self.size = size
    self.reverse = reverse ?? size
    let places = pooling.places
    last = places.last.map { features + $0 * size }
    mean = places.mean.map { features + $0 * size }
    max = places.max.map { features + $0 * size }
  }

  /// Takes the next state in.
  package func add(_ state: UnsafePointer<Float>, isFirst: Bool) {
    if let last { last.update(from: state, count: isFirst ? size : reverse) }
    if let mean {
      for i in 0..<size { mean[i] = isFirst ? state[i] : mean[i] + state[i] }
    }
    if let max {
      for i in 0..<size { max[i] = isFirst ? state[i] : Swift.max(max[i], state[i]) }
    }
  }

  /// Turns the sum into the mean.
  package func finish(_ count: Int) {
    guard let mean else { return }
    for i in 0..<size { mean[i] /= Float(count) }
  }
}
