/// What a reading is to bring, and so how far it has to go.
struct ReadingPlan: Sendable {
  /// The sites whose activations are kept.
  let sites: [ModelSite]
  /// Whether hidden states after the last layer and its norm are wanted too.
  let needsFinalStates: Bool
  /// The site after which nothing is computed; nil to go to the end.
  let last: ModelSite?
  /// How many layers are run.
  let layers: Int

  init(sites: [ModelSite], needsFinalStates: Bool, model: Architecture) {
    self.sites = sites
    self.needsFinalStates = needsFinalStates
    let furthest = sites.max { $1.isAfter($0) }
    last = needsFinalStates ? nil : furthest
    layers = needsFinalStates ? model.layers.count : (furthest.map { $0.layer + 1 } ?? 0)
  }

  /// Where in the list of sites this one stands, if it is asked for.
  func index(of kind: SiteKind, layer: Int) -> Int? {
    sites.firstIndex(of: ModelSite(layer: layer, kind: kind))
  }

  /// Whether anything is left to do in a layer after this site.
  func goesOn(after kind: SiteKind, layer: Int) -> Bool {
    last.map { $0.isAfter(ModelSite(layer: layer, kind: kind)) } ?? true
  }
}
