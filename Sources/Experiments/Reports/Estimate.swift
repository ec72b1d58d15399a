import SeededRandom

/// A number with how sure it is: the bootstrap's 95% percentile interval (Efron 1979).
public struct Estimate: Equatable, Sendable, Encodable {
  /// What was drawn anew, with replacement, to see how much the number depends on it.
  public enum Resampled: String, Sendable, Encodable {
    /// The neurons: how much it depends on which ones the model happens to have.
    case neurons
    /// The document blocks: how much it depends on which text was read.
    case blocks = "document blocks"
  }

  /// The number itself.
  public let value: Double
  /// 2.5% of the resamples give less.
  public let low: Double
  /// 2.5% of them give more.
  public let high: Double
  /// What was drawn anew.
  public let resampled: Resampled
}

/// Median and quartiles of a list of numbers, interpolated between neighbours.
public struct Quartiles: Equatable, Sendable, Encodable {
  /// How many numbers there are.
  public let count: Int
  /// A quarter of them is smaller.
  public let first: Double
  /// Half of them is smaller.
  public let median: Double
  /// Three quarters of them are smaller.
  public let third: Double

  /// Summarises numbers; nil if there are none. O(n log n).
  init?(_ values: [Double]) {
    guard !values.isEmpty else { return nil }
    let sorted = values.sorted()
    count = values.count
    first = Self.quantile(0.25, of: sorted)
    median = Self.quantile(0.5, of: sorted)
    third = Self.quantile(0.75, of: sorted)
  }

  /// A quantile of rising numbers.
  static func quantile(_ share: Double, of sorted: [Double]) -> Double {
    let place = share * Double(sorted.count - 1)
    let below = Int(place)
    let above = min(below + 1, sorted.count - 1)
    return sorted[below] + (sorted[above] - sorted[below]) * (place - Double(below))
  }
}

/// Draws with replacement, from a seed.
struct Bootstrap {
  /// How many times.
  let resamples: Int
  /// What is drawn from.
  let seed: UInt64

  /// Most draws for one number: of very many neurons fewer resamples are taken, 100 at least.
  private static let drawLimit = 20_000_000

  /// An estimate of a statistic of `values`, each standing for a neuron; nil if there are none.
  func estimate(_ values: [Double], _ statistic: ([Double]) -> Double) -> Estimate? {
    guard !values.isEmpty else { return nil }
    var generator = SplitMix64(seed: seed)
    var drawn = values
    let count = min(resamples, max(100, Self.drawLimit / values.count))
    let results = (0..<count).map { _ in
      for index in drawn.indices { drawn[index] = values[generator.next(below: values.count)] }
      return statistic(drawn)
    }
    return interval(statistic(values), results, .neurons)
  }

  /// An estimate of a statistic of document blocks: `statistic` is given how often each block was drawn, and
  /// returns nil where it has no value. Nil if it has none for the blocks as they are.
  func estimate(blocks: Int, _ statistic: ([Double]) -> Double?) -> Estimate? {
    guard blocks > 0, let value = statistic(Array(repeating: 1, count: blocks)) else { return nil }
    var generator = SplitMix64(seed: seed)
    let results = (0..<resamples).compactMap { _ in
      var weights = [Double](repeating: 0, count: blocks)
      for _ in 0..<blocks { weights[generator.next(below: blocks)] += 1 }
      return statistic(weights)
    }
    return interval(value, results, .blocks)
  }

  private func interval(_ value: Double, _ results: [Double], _ resampled: Estimate.Resampled) -> Estimate {
    let sorted = results.sorted()
    guard !sorted.isEmpty else {
      return Estimate(value: value, low: value, high: value, resampled: resampled)
    }
    return Estimate(
      value: value, low: Quartiles.quantile(0.025, of: sorted), high: Quartiles.quantile(0.975, of: sorted),
      resampled: resampled)
  }
}

func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }

func median(_ values: [Double]) -> Double { Quartiles(values)?.median ?? 0 }
