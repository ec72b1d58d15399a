import LanguageModels

extension Checkpoint.Model {
  /// The model without the pruned units.
  ///
  /// An encoder alone has nobody to read it: there, the readout mode prunes what the layers above read.
  /// - Throws: ``PruningError/differentSites(mask:model:)``, ``PruningError/unprunableLayers(sites:)``,
  ///   ``PruningError/unprunableHead``, ``PruningError/unfitMode(_:modes:)``.
  public func pruned(by mask: PruningMask, mode: PruningMode) throws(PruningError) -> Checkpoint.Model {
    switch self {
    case .classifier(let classifier): return .classifier(try classifier.pruned(by: mask, mode: mode))
    case .languageModel(let model): return .languageModel(try model.pruned(by: mask, mode: mode))
    case .predictor: throw .unprunableHead
    case .encoder(let encoder):
      try encoder.require(mask)
      switch mode {
      case .zero, .mean: throw .unfitRecurrentMode(mode)
      case .readout: return .encoder(encoder.readoutPruned(by: mask))
      case .recurrent: return .encoder(encoder.recurrentPruned(by: mask))
      case .structural: return .encoder(encoder.structurallyPruned(by: mask))
      }
    }
  }

  /// All tensors.
  public var parameters: [Parameter] {
    switch self {
    case .classifier(let classifier): classifier.parameters
    case .languageModel(let model): model.parameters
    case .predictor(let predictor): predictor.parameters
    case .encoder(let encoder): encoder.parameters
    }
  }

  /// How many numbers it holds.
  public var parameterCount: Int { parameters.reduce(0) { $0 + $1.values.count } }
}
