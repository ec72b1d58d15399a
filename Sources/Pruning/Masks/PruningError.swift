import NeuronPreferences
import Sites

/// Why a pruning could not be done as it was asked for.
public enum PruningError: Error, Equatable, Sendable {
  /// The model has no such neuron.
  case noSuchNeuron(NeuronID, sites: String)
  /// The mask was made for other sites than the model's.
  case differentSites(mask: String, model: String)
  /// What was asked for picks no neuron.
  case nothingChosen(String)
  /// A rule can't be read.
  case badRule(String)
  /// The file holds no mask of this model.
  case notAMask(path: String, tensor: String)
  /// The user stopped it.
  case interrupted
}
