import LanguageModels

/// A pruned classifier with weights of its own, for training under the mask.
///
/// Training moves all weights; ``hold()`` sets those that the mask takes out back to zero and has to be called
/// after every step.
public struct TrainablePruning: Sendable {
  /// The classifier to train; the one it was made from is never changed.
  public let classifier: Classifier
  /// Places of weights that stay zero, by parameter.
  private let held: [(parameter: Parameter, places: [Int])]

  /// Copies a classifier without the pruned units.
  ///
  /// - Throws: ``PruningError/differentSites(mask:model:)``.
  public init(_ classifier: Classifier, mask: PruningMask, mode: PruningMode) throws(PruningError) {
    let pruned = try classifier.pruned(by: mask, mode: mode)
    let own = Classifier(
      encoder: pruned.encoder.copy(), pooling: pruned.pooling, headWeights: pruned.headWeights.copy(),
      headBias: pruned.headBias.copy())
    let ones = try Checkpoint.Model.classifier(classifier).ones.pruned(by: mask, mode: mode)
    self.classifier = own
    held = zip(own.parameters, ones.parameters).map { parameter, ones in
      (parameter, ones.values.buffer.indices.filter { ones.values.buffer[$0] == 0 })
    }.filter { !$0.places.isEmpty }
  }

  /// Sets what is pruned to zero again.
  public func hold() {
    for (parameter, places) in held {
      for place in places { parameter.values.pointer[place] = 0 }
    }
  }
}
