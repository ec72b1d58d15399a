import LanguageModels

extension LanguageModel {
  /// The language model without the pruned units; weights that don't change are shared with this one, and a
  /// tied decoder stays tied where it can.
  ///
  /// - Throws: ``PruningError/differentSites(mask:model:)``, ``PruningError/unfitMode(_:modes:)``.
  public func pruned(by mask: PruningMask, mode: PruningMode) throws(PruningError) -> LanguageModel {
    try encoder.require(mask)
    let last = encoder.layers.count - 1
    switch mode {
    case .zero, .mean: throw .unfitRecurrentMode(mode)
    case .readout:
      let columns = mask.pruned(site: last)
      let decoder = columns.isEmpty ? decoderWeights : ownDecoder.zeroing(columns: columns)
      return replacing(encoder.readoutPruned(by: mask), decoder: decoder)
    case .recurrent: return replacing(encoder.recurrentPruned(by: mask), decoder: decoderWeights)
    case .structural:
      guard mask.prunedCount > 0 else { return self }
      return replacing(
        encoder.structurallyPruned(by: mask),
        decoder: decoderWeights.picking(columns: encoder.keptUnits(by: mask)[last], named: "decoder.weight"))
    }
  }

  /// The decoder under its own name: a tied one is the embedding.
  private var ownDecoder: Parameter { tied ? decoderWeights.copy(named: "decoder.weight") : decoderWeights }

  private func replacing(_ encoder: Encoder, decoder: Parameter) -> LanguageModel {
    LanguageModel(encoder: encoder, decoderWeights: decoder, decoderBias: decoderBias)
  }
}
