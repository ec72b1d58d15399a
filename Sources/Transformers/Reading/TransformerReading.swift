import Kernels

/// How a transformer is read: at which sites, and in what windows where a document is longer than one.
public struct TransformerReading: Sendable, Hashable {
  /// Patterns of names of sites, separated by commas; see ``Transformer/siteNames``.
  public var sites: String
  /// How many tokens are read at once; nil for ``Transformer/defaultWindow``.
  public var window: Int?
  /// How many tokens each window but the first reads again without counting them; nil for a quarter of the window.
  public var overlap: Int?

  /// A way of reading; all as it is usually done where nothing is said.
  public init(sites: String = Transformer.defaultSites, window: Int? = nil, overlap: Int? = nil) {
    (self.sites, self.window, self.overlap) = (sites, window, overlap)
  }
}

extension TransformerReader {
  /// Prepares a model to be read that way.
  ///
  /// - Throws: as ``init(_:sites:window:overlap:workers:)``.
  public convenience init(_ model: Transformer, _ reading: TransformerReading, workers: Workers) throws {
    let window = reading.window ?? model.defaultWindow
    try self.init(
      model, sites: reading.sites, window: window, overlap: reading.overlap ?? max(window, 0) / 4,
      workers: workers)
  }
}
