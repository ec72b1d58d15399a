/// A model that reads documents and hands out what its neurons do.
///
/// Collection knows nothing else of a model: recurrent networks and transformers are read alike.
public protocol ActivationSource: AnyObject {
  /// Where activations are read.
  var sites: SiteList { get }

  /// Range that a site's activations can't leave, numbered as in ``sites``; nil where there is none.
  func bounds(site: Int) -> ClosedRange<Float>?

  /// Number of token ids; ids are 0..<`vocabularySize`.
  var vocabularySize: Int { get }

  /// Calls `body` with the activations of every token of every document, at all sites.
  ///
  /// `body` runs on several threads at once, but the chunks of one document come in order and one at a time.
  /// Results depend on the document alone, to the bit: not on its neighbours, nor on the number of threads.
  /// - Precondition: token ids lie in `0..<vocabularySize`.
  func read(_ documents: [[Int32]], _ body: @escaping @Sendable (ActivationChunk) -> Void)
}
