/// What one stage's model makes of a text: every neuron after every word.
public struct StageActivations: Sendable {
  /// Whether each word is in the vocabulary of the model. `[T]`
  public let isKnown: [Bool]
  /// Activations, neurons by row of the stage's snapshot. `[T, N]`
  public let values: [Float]
}

/// Why a stage's model can't read a text.
public enum StageModelError: Error, Equatable, Sendable {
  /// No model lies beside the snapshot.
  case noCheckpoint(stage: String, path: String)
  /// Models of this kind don't read text here.
  case otherKind(stage: String, model: String, kind: ModelReference.Kind)
  /// The checkpoint is not the one that the snapshot was taken from.
  case otherCheckpoint(stage: String, path: String)
  /// The model's layers are not those of the snapshot.
  case otherSites(path: String, found: String, expected: String)
}
