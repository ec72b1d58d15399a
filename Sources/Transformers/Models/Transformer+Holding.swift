import Sites

extension Transformer {
  /// The sites among those of a pattern at which activations can be held: neurons, and what heads have gathered; nil if
  /// none of them is such a site.
  ///
  /// - Throws: ``TransformerError/noSuchSite(pattern:sites:)`` for a pattern that no site fits.
  public func holdableSites(_ pattern: String) throws(TransformerError) -> SiteList? {
    let chosen = try sites(pattern).filter(\.kind.canBeHeld)
    return chosen.isEmpty ? nil : try siteList(chosen, of: pattern)
  }

  /// The pattern of the sites where heads are read.
  public static let headSites = "blocks.*.attn.hook_z"

  /// The site where the heads of a layer are read.
  public static func headSite(layer: Int) -> String { SiteKind.attentionHeads.name(layer: layer) }

  /// How many neighbouring activations of a site are one part of the model: the size of a head where heads are read, 1
  /// where neurons are. Nil if there is no such site.
  public func unitSize(site name: String) -> Int? {
    allSites.first { $0.name == name }.map {
      $0.kind == .attentionHeads ? architecture.attention.headSize : 1
    }
  }

  /// The same model with some activations held, for all that it computes; it shares the packed weights.
  ///
  /// - Parameter values: by name of the site, what each neuron is held at.
  /// - Throws: ``TransformerError/noSuchSite(pattern:sites:)`` for a site where nothing can be held.
  /// - Precondition: the neurons are of their sites.
  public func holding(_ values: [String: [Int: Float]]) throws(TransformerError) -> Transformer {
    var held = held
    for (name, values) in values {
      guard let site = allSites.first(where: { $0.name == name && $0.kind.canBeHeld }) else {
        throw .noSuchSite(pattern: name, sites: allSites.filter(\.kind.canBeHeld).map(\.name))
      }
      let width = site.kind.width(in: architecture)
      precondition(values.keys.allSatisfy { (0..<width).contains($0) }, "neurons of the site")
      held.hold(values, at: site)
    }
    return Transformer(self, held: held)
  }
}
