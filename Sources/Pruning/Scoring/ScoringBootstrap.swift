import Kernels
import Statistics

/// Resamples of a split's documents (percentile bootstrap; Efron and Tibshirani, 1993, chapter 13). Models
/// scored with one bootstrap are compared on the same resamples.
public struct ScoringBootstrap: Sendable {
  /// How many resamples there are.
  public let resamples: Int
  private let documents: Int
  let seed: UInt64
  let workers: Workers

  /// Resamples of so many documents. Results depend on the seed alone.
  public init(documents: Int, resamples: Int, seed: UInt64, workers: Workers) {
    self.documents = documents
    self.resamples = resamples
    self.seed = seed
    self.workers = workers
  }

  /// The scores of a model on every resample. Complexity: O(resamples x documents).
  public func scores(_ outcomes: DocumentOutcomes) -> [PruningScores] {
    precondition(outcomes.count == documents)
    let weighted = WeightedOutcomes(outcomes)
    let results = IndexedResults(repeating: PruningScores(loss: 0), count: resamples)
    workers.forRanges(resamples, step: 32) { range in
      var weights = [UInt32](repeating: 0, count: documents)
      for resample in range {
        for index in weights.indices { weights[index] = 0 }
        var generator = SplitMix64(seed: seed, .documentResample(resample))
        for _ in 0..<documents { weights[generator.next(below: documents)] += 1 }
        results.values[resample] = weighted.scores(weights)
      }
    }
    return Array(results.values)
  }

  /// The interval of every metric.
  public static func intervals(_ scores: [PruningScores]) -> [ScoreMetric: PercentileInterval] {
    intervals { metric in scores.compactMap { $0[metric] } }
  }

  /// The interval of the change from one model to another, resample by resample.
  static func changes(
    from: [PruningScores], to: [PruningScores]
  ) -> [ScoreMetric: PercentileInterval] {
    intervals { metric in
      zip(from, to).compactMap { from, to in
        guard let from = from[metric], let to = to[metric] else { return nil }
        return to - from
      }
    }
  }

  private static func intervals(_ values: (ScoreMetric) -> [Double]) -> [ScoreMetric: PercentileInterval] {
    var result: [ScoreMetric: PercentileInterval] = [:]
    for metric in ScoreMetric.allCases {
      result[metric] = PercentileInterval(values(metric))
    }
    return result
  }
}
