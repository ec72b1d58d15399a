import Pruning

extension PruningStudy {
  /// Writes the chosen mask, or the model pruned by it, whole or not at all.
  ///
  /// - Throws: `PruningError`, `FileError.io`.
  public func export(_ chosen: ChosenNeurons, as kind: PruningExport.Kind, to path: String) throws {
    let mask = try PruningMask(sites: sites, pruned: chosen.neurons)
    try model.export(
      kind, mask: mask, mode: mode, means: means, to: path, elementType: description.checkpointType,
      metadata: [
        "parent": checkpointName, "parent_sha256": try model.weightsDigest(digest), "chosen_by": chosen.by,
        "pruned_by": "txray",
      ])
  }
}
