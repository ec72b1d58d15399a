import NeuronPreferences
import Sites

/// Why a pruning could not be done as it was asked for.
public enum PruningError: Error, Equatable, Sendable {
  /// The model has no such neuron.
  case noSuchNeuron(NeuronID, sites: String)
  /// The mask was made for other sites than the model's.
  case differentSites(mask: String, model: String)
  /// Pruning is written for layers of one direction without a projection; the model has others.
  case unprunableLayers(sites: String)
  /// Pruning is written for a decoder or a logistic head right on the states.
  case unprunableHead
  /// Models of this kind are not pruned in that mode, but in these.
  case unfitMode(PruningMode, modes: [PruningMode])
  /// What was asked for picks no neuron.
  case nothingChosen(String)
  /// The model has no such head; layers and heads are counted from 0.
  case noSuchHead(String, layers: Int, heads: Int)
  /// A list of heads can't be read.
  case badHead(String)
  /// A part of a list names no neuron.
  case badList(String)
  /// The file holds no mask of this model.
  case notAMask(path: String, tensor: String)
  /// Models of this kind are not written in that form.
  case unfitExport(PruningExport.Kind)
  /// The user stopped it.
  case interrupted
}

extension PruningError {
  /// A mode of transformers, asked of a recurrent model.
  static func unfitRecurrentMode(_ mode: PruningMode) -> PruningError {
    .unfitMode(mode, modes: PruningMode.ofRecurrentModels)
  }
}
