import Sites

/// A source of which some sites are read, one after the other in its list.
final class SiteSelection: ActivationSource {
  let sites: SiteList
  private let source: any ActivationSource
  /// The selection's sites in the source's list.
  private let places: Range<Int>

  /// - Precondition: `sites` are a part of the source's.
  init(_ source: any ActivationSource, _ sites: SiteList) {
    self.source = source
    self.sites = sites
    let first = source.sites.sites.firstIndex { $0.name == sites.sites[0].name }
    precondition(first != nil && source.sites.offset(of: sites) != nil, "a part of the source's sites")
    places = (first ?? 0)..<(first ?? 0) + sites.sites.count
  }

  func bounds(site: Int) -> ClosedRange<Float>? { source.bounds(site: places.lowerBound + site) }

  var vocabularySize: Int { source.vocabularySize }

  func read(_ documents: [[Int32]], _ body: @escaping @Sendable (ActivationChunk) -> Void) {
    let places = places
    source.read(documents) { chunk in
      body(
        ActivationChunk(
          document: chunk.document, tokens: chunk.tokens,
          sites: places.map { chunk.activations(site: $0) }))
    }
  }
}
