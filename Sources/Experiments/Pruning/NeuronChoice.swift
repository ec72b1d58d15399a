import NeuronPreferences
import Pruning
import Sites

/// Which neurons to prune, as the user asks for them.
public enum NeuronChoice: Sendable {
  /// Those marked, or on a named list of marks.
  case marked(list: String?)
  /// These, as `NeuronListText` reads them.
  case listed(String)
  /// These attention heads, as `HeadListText` reads them.
  case heads(String)
  /// These, which are marked.
  case marks([NeuronID])
  /// Those in one of the states (all if empty) that meet all conditions of a filter, of these the first `count` by a
  /// ranking.
  case picked(states: [TransferState], conditions: String?, ranking: NeuronRanking?, count: Int?)

  /// Whether the stages have to be compared for it.
  var needsTransfer: Bool { if case .picked = self { true } else { false } }
}

/// The neurons chosen, and what they were chosen by.
public struct ChosenNeurons: Sendable, Equatable {
  /// The neurons.
  public var neurons: [NeuronID]
  /// How, in the user's words: `state forgotten`.
  public var by: String
  /// The stages looked at; empty where somebody listed neurons.
  public var stages: [String]
  /// The corpora that those stages read.
  public var corpora: Set<String>

  /// Neurons with what they were chosen by.
  public init(neurons: [NeuronID], by: String, stages: [String] = [], corpora: Set<String> = []) {
    self.neurons = neurons
    self.by = by
    self.stages = stages
    self.corpora = corpora
  }
}
