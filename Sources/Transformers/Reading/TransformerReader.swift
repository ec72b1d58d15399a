import Kernels
import Sites

/// Runs a transformer over documents and hands out the activations of some of its sites.
///
/// Documents of any length are run side by side, their tokens being the rows of every product, so nothing is
/// padded. Nothing is computed after the last site that is asked for. Documents longer than the window are
/// read window by window; positions begin anew in each.
///
/// Results depend on the document alone, to the bit: not on its neighbours, nor on the number of threads.
public final class TransformerReader: ActivationSource, Sendable {
  /// What is read.
  public let model: Transformer
  /// How many tokens are read at once.
  public let window: Int
  /// How many tokens before its own each window but the first reads without counting them.
  public let overlap: Int
  /// The sites that were asked for, in the order of the layers.
  public let sites: SiteList

  private let workers: Workers
  private let reading: WindowReading

  /// Prepares a model: reads and packs the weights of the layers that the sites need, if that hasn't been done.
  ///
  /// - Parameters:
  ///   - sites: Patterns of names of sites, separated by commas; see ``Transformer/siteNames``.
  ///   - window: How many tokens are read at once; at most what the model was made for, by default
  ///     ``Transformer/defaultWindow``.
  ///   - overlap: How many tokens each window but the first reads again.
  /// - Throws: ``TransformerError``, or `TensorFileError` where weights can't be read.
  public init(
    _ model: Transformer, sites: String = Transformer.defaultSites, window: Int? = nil, overlap: Int = 0,
    workers: Workers
  ) throws {
    self.model = model
    (self.window, self.overlap) = try model.checked(window: window, overlap: overlap)
    self.workers = workers
    let chosen = try model.sites(sites)
    self.sites = try model.siteList(chosen, of: sites)
    reading = try WindowReading(
      model, plan: ReadingPlan(sites: chosen, needsFinalStates: false, model: model.architecture),
      workers: workers)
  }

  /// How many different tokens there are.
  public var vocabularySize: Int { model.architecture.vocabularySize }

  /// None: no site of a transformer is bounded on both sides.
  public func bounds(site: Int) -> ClosedRange<Float>? { nil }

  /// Calls `body` with the activations of every token of every document, window by window.
  ///
  /// `body` runs on several threads at once, but the chunks of one document come in order and one at a time.
  /// - Precondition: token ids lie in `0..<vocabularySize`.
  public func read(_ documents: [[Int32]], _ body: @escaping @Sendable (ActivationChunk) -> Void) {
    model.checkTokens(documents)
    let units = ReadingUnits(documents, length: window, overlap: overlap)
    let widths = sites.sites.map(\.neurons)
    reading.run(documents, units, workers: workers) { result in
      let counted = result.counted
      guard !counted.isEmpty else { return }
      let activations = zip(result.room.sites, widths).map { buffer, width in
        SiteActivations(start: buffer.pointer + result.firstCountedRow * width, width: width, stride: width)
      }
      body(
        ActivationChunk(
          document: result.window.document, tokens: counted, sites: activations))
    }
  }
}
