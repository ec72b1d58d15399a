import NeuronPreferences
import Sites
import Synchronization

/// The first pass over a text that `quantile:Q` takes: how often each neuron reaches how far.
///
/// Threads add to sketches of their own, which add up to the same counts in any order.
public final class ThresholdSearch {
  private let source: any ActivationSource
  private let skippedStarts: Int
  private let specialTokens: Set<Int32>
  private let idle: IdleSketches

  /// A search over all sites of a source. Memory: 24 kB a neuron and thread.
  public init(
    _ source: any ActivationSource, specialTokens: Set<Int32> = [], skippedStarts: Int = 0
  ) {
    self.source = source
    self.specialTokens = specialTokens
    self.skippedStarts = skippedStarts
    idle = IdleSketches()
  }

  /// Takes in documents, all that is collected afterwards.
  public func add(_ documents: [[Int32]]) {
    let (sites, skippedStarts, idle, special) = (source.sites, skippedStarts, idle, specialTokens)
    source.read(documents) { chunk in
      let begin = min(max(0, skippedStarts - chunk.tokens.lowerBound), chunk.tokens.count)
      let runs = Array(documents[chunk.document][chunk.tokens].dropFirst(begin)).runs(without: special)
      var sketch = idle.take() ?? QuantileSketch(neurons: sites.neuronCount)
      for (place, site) in sites.sites.enumerated() {
        let values = chunk.activations(site: place)
        for run in runs {
          sketch.add(
            values.start + (begin + run.lowerBound) * values.stride, tokenCount: run.count,
            stride: values.stride, firstRow: site.firstRow, neurons: site.neurons)
        }
      }
      idle.give(sketch)
    }
  }

  /// Each neuron's threshold under the policies that need one; see `QuantileSketch.relativeError`.
  public func thresholds(for policies: [CollectionPolicy]) -> [CollectionPolicy: [Float]] {
    var sketch = QuantileSketch(neurons: source.sites.neuronCount)
    while let part = idle.take() { sketch += part }
    var thresholds: [CollectionPolicy: [Float]] = [:]
    for case .quantile(let quantile) in policies {
      thresholds[.quantile(quantile)] = sketch.thresholds(quantile: quantile)
    }
    idle.give(sketch)
    return thresholds
  }
}

/// Sketches that no thread is adding to.
private final class IdleSketches: Sendable {
  private let sketches = Mutex<[QuantileSketch]>([])

  func take() -> QuantileSketch? { sketches.withLock { $0.popLast() } }
  func give(_ sketch: QuantileSketch) { sketches.withLock { $0.append(sketch) } }
}
