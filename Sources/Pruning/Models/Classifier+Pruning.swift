import LanguageModels

extension Classifier {
  /// The classifier without the pruned units; weights that don't change are shared with this one.
  ///
  /// - Throws: ``PruningError/differentSites(mask:model:)``, ``PruningError/unfitMode(_:modes:)``.
  public func pruned(by mask: PruningMask, mode: PruningMode) throws(PruningError) -> Classifier {
    try encoder.require(mask)
    switch mode {
    case .zero, .mean: throw .unfitRecurrentMode(mode)
    case .readout:
      let columns = headColumns(mask.pruned(site: encoder.layers.count - 1))
      return replacing(
        encoder.readoutPruned(by: mask), head: headWeights.zeroing(columns: columns.compactMap { $0 }))
    case .recurrent: return replacing(encoder.recurrentPruned(by: mask), head: headWeights)
    case .structural:
      let columns = headColumns(encoder.keptUnits(by: mask)[encoder.layers.count - 1])
      return replacing(
        encoder.structurallyPruned(by: mask), head: headWeights.picking(columns: columns))
    }
  }

  /// The head's columns that read these units: one of each, or three where it reads [last, mean, max].
  private func headColumns(_ units: [Int?]) -> [Int?] {
    let size = encoder.outputSize
    return stride(from: 0, to: headWeights.shape[1], by: size).flatMap { start in
      units.map { $0.map { start + $0 } }
    }
  }

  private func replacing(_ encoder: Encoder, head: Parameter) -> Classifier {
    Classifier(encoder: encoder, pooling: pooling, headWeights: head, headBias: headBias)
  }
}
