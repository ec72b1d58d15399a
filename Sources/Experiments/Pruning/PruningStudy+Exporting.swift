import LanguageModels
import Pruning

extension PruningStudy {
  /// Writes the chosen mask, or the model pruned by it, whole or not at all.
  ///
  /// - Throws: `PruningError`, `FileError.io`.
  public func export(_ chosen: ChosenNeurons, as kind: PruningExport.Kind, to path: String) throws {
    let mask = try PruningMask(sites: sites, pruned: chosen.neurons)
    var metadata = checkpoint.metadata
    // The recipe is that of the whole model, not of this one.
    metadata["recipe"] = nil
    metadata["parent"] = checkpointName
    metadata["parent_sha256"] = try digest(checkpoint.path)
    metadata["chosen_by"] = chosen.by
    metadata["pruned_by"] = "txray"
    try PruningExport.write(
      kind, checkpoint.model, mask: mask, mode: plan.mode, to: path,
      elementType: description.checkpointType, metadata: metadata)
  }
}
