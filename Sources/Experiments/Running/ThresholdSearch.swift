import Kernels
import LanguageModels
import NeuronPreferences
import Synchronization

/// The first pass over a text that `quantile:Q` takes: how often each neuron reaches how far.
///
/// Threads add to sketches of their own, which add up to the same counts in any order.
public final class ThresholdSearch {
  private let reader: ActivationReader
  private let sites: SiteList
  private let skippedStarts: Int
  private let idle: IdleSketches

  /// A search over all layers of an encoder. Memory: 24 kB a neuron and thread.
  public init(_ encoder: Encoder, skippedStarts: Int = 0, workers: Workers) {
    reader = ActivationReader(encoder, workers: workers)
    sites = encoder.configuration.siteList
    self.skippedStarts = skippedStarts
    idle = IdleSketches()
  }

  /// Takes in documents, all that is collected afterwards.
  public func add(_ documents: [[Int32]]) {
    let (sites, skippedStarts, idle) = (sites, skippedStarts, idle)
    reader.read(documents) { chunk in
      let begin = min(max(0, skippedStarts - chunk.tokens.lowerBound), chunk.tokens.count)
      var sketch = idle.take() ?? QuantileSketch(neurons: sites.neuronCount)
      for (layer, site) in sites.sites.enumerated() {
        guard let rows = chunk.activations(layer: layer).baseAddress else { continue }
        sketch.add(
          rows + begin * chunk.hiddenSize, tokenCount: chunk.tokens.count - begin,
          stride: chunk.hiddenSize, firstRow: site.firstRow, neurons: site.neurons)
      }
      idle.give(sketch)
    }
  }

  /// Each neuron's threshold under the policies that need one; see `QuantileSketch.relativeError`.
  public func thresholds(for policies: [CollectionPolicy]) -> [CollectionPolicy: [Float]] {
    var sketch = QuantileSketch(neurons: sites.neuronCount)
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
