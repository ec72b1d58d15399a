import Sites

extension Transformer {
  /// The pattern of the sites that are read unless others are asked for: the neurons of all layers.
  public static let defaultSites = "blocks.*.mlp.hook_post"

  /// The names of all sites, layer by layer.
  public var siteNames: [String] { allSites.map(\.name) }

  /// All sites, layer by layer.
  var allSites: [ModelSite] {
    architecture.layers.indices.flatMap { layer in
      SiteKind.allCases.map { ModelSite(layer: layer, kind: $0) }
    }
  }

  /// The sites whose names fit a pattern in which `*` stands for any text and `?` for one character; several
  /// patterns are separated by commas. In the order of the layers.
  ///
  /// - Throws: ``TransformerError/noSuchSite(pattern:sites:)`` for a pattern that none fits.
  func sites(_ patterns: String) throws(TransformerError) -> [ModelSite] {
    var chosen: Set<ModelSite> = []
    for pattern in patterns.split(separator: ",") {
      let fitting = allSites.filter { GlobPattern(pattern).fits($0.name) }
      guard !fitting.isEmpty else { throw .noSuchSite(pattern: String(pattern), sites: siteNames) }
      chosen.formUnion(fitting)
    }
    guard !chosen.isEmpty else { throw .noSuchSite(pattern: patterns, sites: siteNames) }
    return allSites.filter(chosen.contains)
  }

  /// The sites of a reading, with the number of neurons of each, in the order of the layers.
  ///
  /// - Throws: ``TransformerError/noSuchSite(pattern:sites:)`` for a pattern that none fits.
  public func siteList(_ reading: TransformerReading) throws(TransformerError) -> SiteList {
    try siteList(sites(reading.sites), of: reading.sites)
  }

  /// The same of sites that `pattern` chose.
  func siteList(_ chosen: [ModelSite], of pattern: String) throws(TransformerError) -> SiteList {
    guard let list = SiteList(chosen.map { ($0.name, $0.kind.width(in: architecture)) }) else {
      throw .noSuchSite(pattern: pattern, sites: siteNames)
    }
    return list
  }
}
