import NeuronPreferences

/// One neuron between two stages, under the policy that wins are counted by and under the one that preferences are judged
/// on; the same twice where stages have one snapshot each.
public struct ComparedNeuron: Sendable {
  /// The neuron where wins are counted.
  public let counted: NeuronTransfer
  /// The neuron where preferences are judged.
  public let judged: NeuronTransfer

  /// Puts both together.
  public init(counted: NeuronTransfer, judged: NeuronTransfer) {
    precondition(counted.neuron == judged.neuron)
    (self.counted, self.judged) = (counted, judged)
  }

  /// Whether it is one of those that a choice by state means: forgotten are those that lost their wins by the test, all or
  /// most of them, gained those that came to them; shared are the others that prefer something at both stages.
  public func isMeant(by state: TransferState) -> Bool {
    switch state {
    case .forgotten: counted.verdict.isLoss
    case .gained: counted.verdict.isGain
    case .shared: counted.state == .shared && !counted.verdict.isLoss && !counted.verdict.isGain
    case .never: counted.state == .never
    }
  }
}
