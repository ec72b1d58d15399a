/// Draws with replacement, from a seed.
public struct Bootstrap: Sendable {
  /// How many times.
  public let resamples: Int
  /// What is drawn from.
  public let seed: UInt64

  /// So many draws from a seed.
  public init(resamples: Int, seed: UInt64) {
    self.resamples = resamples
    self.seed = seed
  }

  /// Most draws for one number: of very many neurons fewer resamples are taken, 100 at least.
  private static let drawLimit = 20_000_000

  /// An estimate of a statistic of `values`, each standing for a neuron; nil where it has no
  /// value.
  public func estimate(_ values: [Double], _ statistic: ([Double]) -> Double?) -> Estimate? {
    guard !values.isEmpty, let value = statistic(values) else { return nil }
    var generator = SplitMix64(seed: seed, .bootstrap)
    var drawn = values
    let count = min(resamples, max(100, Self.drawLimit / values.count))
    let results = (0..<count).compactMap { _ in
      for index in drawn.indices { drawn[index] = values[generator.next(below: values.count)] }
      return statistic(drawn)
    }
    return interval(value, results, .neurons)
  }

  /// An estimate of a statistic of document blocks: `statistic` is given how often each block was drawn, and
  /// returns nil where it has no value. Nil if it has none for the blocks as they are.
  public func estimate(blocks: Int, _ statistic: ([Double]) -> Double?) -> Estimate? {
    guard blocks > 0, let value = statistic(Array(repeating: 1, count: blocks)) else { return nil }
    var generator = SplitMix64(seed: seed, .bootstrap)
    let results = (0..<resamples).compactMap { _ in
      var weights = [Double](repeating: 0, count: blocks)
      for _ in 0..<blocks { weights[generator.next(below: blocks)] += 1 }
      return statistic(weights)
    }
    return interval(value, results, .blocks)
  }

  private func interval(_ value: Double, _ results: [Double], _ resampled: Estimate.Resampled) -> Estimate {
    let range = PercentileInterval(results) ?? PercentileInterval(low: value, high: value)
    return Estimate(value: value, low: range.low, high: range.high, resampled: resampled)
  }
}
