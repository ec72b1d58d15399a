import Kernels
import Sites

/// Runs an encoder over documents and hands out every hidden state, a few tokens at a time.
///
/// Every document starts from a zero state. Documents are run 32 at a time, longest first, so that no
/// padding is computed, layer by layer over a stretch of tokens. For the first layer the product of embedding
/// and input weights depends only on the token, so it is looked up in a table that is filled as tokens turn up;
/// that halves the work of a token. An encoder that also reads backward needs documents whole: its stretch is
/// the document.
///
/// Results depend on the document alone, to the bit: not on its neighbours, nor on the number of threads.
public final class ActivationReader: ActivationSource {
  /// Documents that advance together.
  static let lanes = 32
  /// Tokens of one document that are handed out at once.
  static let chunk = 64
  /// Floats of output that the documents of an encoder that reads backward may take at once, unless one
  /// document needs more.
  static let wholeDocumentLimit = 1 << 24

  /// The directions of the layers.
  public let sites: SiteList
  private let encoder: Encoder
  private let workers: Workers
  private let layers: [[PreparedDirection]]
  private let table: TokenInputTable

  /// Prepares an encoder. Memory: up to a table of V x 4H floats a direction (GRU too; V x H for simple cells),
  /// taken up by the tokens that turn up, beside the packed weights; with an encoder that reads backward also the
  /// outputs of all layers for the longest document.
  public init(_ encoder: Encoder, workers: Workers) {
    self.encoder = encoder
    self.workers = workers
    sites = encoder.siteList
    layers = encoder.layers.map { $0.directions.map { PreparedDirection($0) } }
    table = TokenInputTable(encoder, layers[0], workers: workers)
  }

  /// V: the rows of the embedding.
  public var vocabularySize: Int { encoder.vocabularySize }

  /// -1...1, but for ReLU cells and projected states, which know no bound.
  public func bounds(site: Int) -> ClosedRange<Float>? {
    let direction = encoder.places[site].direction
    return direction.projection == nil ? direction.cell.bounds : nil
  }

  /// Calls `body` with the hidden states of every token of every document, layer by layer.
  public func read(_ documents: [[Int32]], _ body: @escaping @Sendable (ActivationChunk) -> Void) {
    table.fill(for: documents)
    let longestFirst = documents.indices.sorted {
      (documents[$1].count, $0) < (documents[$0].count, $1)
    }
    let pass = ActivationPass(
      documents: documents, order: longestFirst.filter { !documents[$0].isEmpty }, layers: layers,
      places: encoder.places, table: table.rows, body: body)
    workers.forRanges(pass.order.count, step: Self.lanes) { pass.run($0) }
  }
}
