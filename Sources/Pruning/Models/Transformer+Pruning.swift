import Sites
import Transformers

extension Transformer {
  /// The model without what a mask prunes: its activations are held at zero, or at `means`. Weights are shared.
  ///
  /// - Throws: ``PruningError/unfitMode(_:modes:)`` for a mode of recurrent models;
  ///   ``PruningError/differentSites(mask:model:)`` where the mask is for sites that the model can't hold.
  /// - Precondition: means are given for the mode ``PruningMode/mean``, at every site that the mask touches.
  public func pruned(
    by mask: PruningMask, mode: PruningMode, means: SiteMeans? = nil
  ) throws(PruningError) -> Transformer {
    guard PruningMode.ofTransformers.contains(mode) else {
      throw .unfitMode(mode, modes: PruningMode.ofTransformers)
    }
    do {
      return try holding(held(by: mask, mode: mode, means: means))
    } catch {
      throw .differentSites(mask: mask.sites.description, model: siteNames.joined(separator: ","))
    }
  }

  /// What each pruned neuron is held at, by site.
  func held(by mask: PruningMask, mode: PruningMode, means: SiteMeans?) -> [String: [Int: Float]] {
    var held: [String: [Int: Float]] = [:]
    for (index, site) in mask.sites.sites.enumerated() {
      let pruned = mask.pruned(site: index)
      guard !pruned.isEmpty else { continue }
      let first = means?.sites.site(named: site.name)?.firstRow
      held[site.name] = Dictionary(
        uniqueKeysWithValues: pruned.map { neuron -> (Int, Float) in
          guard mode == .mean else { return (neuron, 0) }
          guard let means, let first else { preconditionFailure("means of every site that is pruned") }
          return (neuron, Float(means.values[first + neuron]))
        })
    }
    return held
  }
}
