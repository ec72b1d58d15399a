import Kernels
import Statistics

/// Inverted dropout whose mask is recomputed, not stored: forward and backward call the same function.
struct Dropout: Sendable {
  /// The share of values set to zero.
  let rate: Float
  let generator: CounterGenerator

  /// The mask of one place (embedding, output, ...) at one training step.
  init(rate: Float, seed: UInt64, step: Int, place: Int) {
    self.rate = rate
    generator = CounterGenerator(seed: seed, stream: .dropout(step: step, place: place))
  }

  /// Zeroes a share `rate` of `count` values and scales the rest by 1 / (1 - rate), in place.
  func apply(_ values: FloatBuffer, count: Int, workers: Workers) {
    guard rate > 0 else { return }
    let scale = 1 / (1 - rate)
    workers.forShares(count) { [self] range in
      for i in range {
        values.pointer[i] = generator.uniform(UInt64(i)) < rate ? 0 : values.pointer[i] * scale
      }
    }
  }
}
