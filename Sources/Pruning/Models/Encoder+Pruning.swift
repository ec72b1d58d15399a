import LanguageModels
import NeuronPreferences
import Sites

extension Encoder {
  /// The layers, each of one direction.
  ///
  /// - Precondition: ``require(_:)`` did not throw.
  var prunable: [RecurrentLayer] {
    guard let stack else { preconditionFailure("checked with the mask") }
    return stack
  }

  /// Throws `PruningError.differentSites` unless the mask was made for these sites, `.unprunableLayers` unless
  /// each layer has one direction and no projection.
  func require(_ mask: PruningMask) throws(PruningError) {
    guard stack != nil else { throw .unprunableLayers(sites: siteList.description) }
    guard mask.sites == siteList else {
      throw .differentSites(mask: mask.sites.description, model: siteList.description)
    }
  }

  /// The encoder with what leaves a layer for the one above set to zero. What the head reads of the last layer
  /// is the head's affair.
  func readoutPruned(by mask: PruningMask) -> Encoder {
    Encoder(
      embedding: embedding,
      layers: prunable.enumerated().map { index, layer in
        let below = index > 0 ? mask.pruned(site: index - 1) : []
        guard !below.isEmpty else { return layer }
        return layer.replacing(inputWeights: layer.inputWeights.zeroing(columns: below))
      })
  }

  /// The encoder with pruned units held at zero: all weights and biases that feed them are zero.
  func recurrentPruned(by mask: PruningMask) -> Encoder {
    Encoder(
      embedding: embedding,
      layers: prunable.enumerated().map { index, layer in
        let pruned = mask.pruned(site: index)
        return pruned.isEmpty ? layer : layer.zeroing(layer.gateRows(pruned))
      })
  }

  /// The encoder without the pruned units.
  func structurallyPruned(by mask: PruningMask) -> Encoder {
    let kept = keptUnits(by: mask)
    return Encoder(
      embedding: embedding,
      layers: prunable.enumerated().map { index, layer in
        layer.picking(
          rows: layer.gateRows(kept[index]), inputs: index > 0 ? kept[index - 1] : nil, units: kept[index])
      })
  }

  /// Of each layer, the units that a structural model has: as many as the layer that keeps most, at least one;
  /// nil stands for a unit of zeros.
  func keptUnits(by mask: PruningMask) -> [[Int?]] {
    let kept = layers.indices.map { mask.kept(site: $0) }
    let size = max(1, kept.map(\.count).max() ?? 0)
    return kept.map { $0 + [Int?](repeating: nil, count: size - $0.count) }
  }
}

extension RecurrentLayer {
  /// The rows that belong to these units in weights whose gates are stacked.
  fileprivate func gateRows(_ units: [Int]) -> [Int] {
    gateRows(units.map { Optional($0) }).compactMap { $0 }
  }

  fileprivate func gateRows(_ units: [Int?]) -> [Int?] {
    (0..<cell.gates).flatMap { gate in units.map { $0.map { gate * cellSize + $0 } } }
  }

  fileprivate func replacing(inputWeights: Parameter) -> RecurrentLayer {
    RecurrentLayer(
      cell: cell, inputWeights: inputWeights, recurrentWeights: recurrentWeights, inputBias: inputBias,
      recurrentBias: recurrentBias)
  }

  fileprivate func zeroing(_ rows: [Int]) -> RecurrentLayer {
    RecurrentLayer(
      cell: cell, inputWeights: inputWeights.zeroing(rows: rows),
      recurrentWeights: recurrentWeights.zeroing(rows: rows), inputBias: inputBias.zeroing(rows: rows),
      recurrentBias: recurrentBias.zeroing(rows: rows))
  }

  fileprivate func picking(rows: [Int?], inputs: [Int?]?, units: [Int?]) -> RecurrentLayer {
    RecurrentLayer(
      cell: cell, inputWeights: inputWeights.picking(rows: rows, columns: inputs),
      recurrentWeights: recurrentWeights.picking(rows: rows, columns: units),
      inputBias: inputBias.picking(rows: rows), recurrentBias: recurrentBias.picking(rows: rows))
  }
}
