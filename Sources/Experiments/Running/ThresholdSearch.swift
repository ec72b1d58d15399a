import Dispatch
import NeuronPreferences
import Sites
import Synchronization

/// The first pass over a text that `quantile:Q` and `firings:N` take: how often each neuron reaches how far.
///
/// Threads add to sketches of their own, which add up to the same counts in any order.
public final class ThresholdSearch {
  private let source: any ActivationSource
  private let skippedStarts: Int
  private let specialTokens: Set<Int32>
  private let idle: IdleSketches

  /// Most memory that sketches take up, unless one needs more.
  private static let sketchBytes = 2 << 30

  /// A search over all sites of a source. Memory: 24 kB a neuron and thread, of no more threads at once than fit into
  /// 2 GB.
  public init(
    _ source: any ActivationSource, specialTokens: Set<Int32> = [], skippedStarts: Int = 0
  ) {
    self.source = source
    self.specialTokens = specialTokens
    self.skippedStarts = skippedStarts
    idle = IdleSketches(
      atOnce: max(1, Self.sketchBytes / QuantileSketch.bytes(neurons: source.sites.neuronCount)))
  }

  /// Takes in documents, all that is collected afterwards.
  public func add(_ documents: [[Int32]]) { add(documents, words: nil) }

  /// The same; where `words` are given, documents are of words, which are read by their pieces.
  func add(_ documents: [[Int32]], words: WordReading?) {
    let (sites, skippedStarts, idle, special) = (source.sites, skippedStarts, idle, specialTokens)
    WordReading.source(source, of: words).read(documents) { chunk in
      let begin = min(max(0, skippedStarts - chunk.tokens.lowerBound), chunk.tokens.count)
      let runs = Array(documents[chunk.document][chunk.tokens].dropFirst(begin)).runs(without: special)
      idle.lend(neurons: sites.neuronCount) { sketch in
        for (place, site) in sites.sites.enumerated() {
          let values = chunk.activations(site: place)
          for run in runs {
            sketch.add(
              values.start + (begin + run.lowerBound) * values.stride, tokenCount: run.count,
              stride: values.stride, firstRow: site.firstRow, neurons: site.neurons)
          }
        }
      }
    }
  }

  /// What all documents gave.
  public func sketch() -> QuantileSketch { idle.total(neurons: source.sites.neuronCount) }
}

/// Sketches that no thread is adding to. No more are given out at once than memory allows.
private final class IdleSketches: Sendable {
  private let sketches = Mutex<[QuantileSketch]>([])
  private let room: DispatchSemaphore

  init(atOnce: Int) { room = DispatchSemaphore(value: atOnce) }

  /// Lends a sketch to `body`, waiting where too many are lent already.
  func lend(neurons: Int, _ body: (inout QuantileSketch) -> Void) {
    room.wait()
    defer { room.signal() }
    var sketch = sketches.withLock { $0.popLast() } ?? QuantileSketch(neurons: neurons)
    body(&sketch)
    sketches.withLock { $0.append(sketch) }
  }

  /// The sum of all sketches.
  func total(neurons: Int) -> QuantileSketch {
    sketches.withLock { sketches in
      var total = sketches.popLast() ?? QuantileSketch(neurons: neurons)
      while let part = sketches.popLast() { total += part }
      sketches.append(total)
      return total
    }
  }
}
