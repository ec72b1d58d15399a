import NeuronPreferences
import Sites

/// What one stage's model makes of a text: every neuron after every token.
public struct StageActivations: Sendable {
  /// The tokens that stand for text, as they are shown. `[T]`
  public let tokens: [String]
  /// What they are.
  public let unit: TokenUnit
  /// Whether each is in the vocabulary of the model. `[T]`
  public let isKnown: [Bool]
  /// How many tokens more the text has than were read.
  public let omitted: Int
  /// Activations, neurons by row of the stage's snapshot. `[T, N]`
  public let values: [Float]
}

/// What the tokens of a model are.
public enum TokenUnit: String, Sendable {
  /// Words of a vocabulary.
  case word
  /// Pieces of a sub-word tokenizer.
  case piece
}

/// Why a stage's model can't read a text.
public enum StageModelError: Error, Equatable, Sendable {
  /// No model lies beside the snapshot.
  case noCheckpoint(stage: String, path: String)
  /// The stage was recorded in PyTorch, and there is no model to read anything with.
  case onlyRecorded(stage: String, model: String)
  /// The model is not the one that the snapshot was taken from.
  case otherCheckpoint(stage: String, path: String)
  /// What lies beside the model cuts text into other tokens than those of the snapshot.
  case otherTokenizer(stage: String, path: String)
  /// No head that predicts tokens reads this neuron.
  case noLogits(stage: String, neuron: NeuronID)
  /// The model's layers are not those of the snapshot.
  case otherSites(path: String, found: String, expected: String)
}
