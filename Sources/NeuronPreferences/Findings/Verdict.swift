/// What became of a neuron between two stages, as far as the evidence carries.
public enum Verdict: String, Sendable, CaseIterable, Codable {
  /// It won enough before and nothing after.
  case forgotten
  /// It won nothing before and enough after.
  case gained
  /// It won enough in both.
  case shared
  /// It lost its wins, or came to them, while its activation stayed what it was.
  case displaced
  /// Too few wins to say anything.
  case insufficient
  /// It won nothing in either.
  case never

  /// The verdict on a state that rests on this evidence.
  public init(_ state: TransferState, _ evidence: Evidence) {
    self =
      switch (state, evidence) {
      case (.never, _): .never
      case (_, .displaced): .displaced
      case (_, .insufficient): .insufficient
      case (.shared, .ok): .shared
      case (.forgotten, .ok): .forgotten
      case (.gained, .ok): .gained
      }
  }

  /// What wins alone tell, before stages are compared: as ``init(_:_:)``, but nothing is known to be displaced.
  public init(countA: Int, countB: Int, support: Int = FeatureKind.token.minimumSupport) {
    let state = TransferState(lengthA: countA, lengthB: countB)
    self.init(
      state, Evidence(state: state, countA: countA, countB: countB, support: support, correlation: nil))
  }
}

extension NeuronTransfer {
  /// What became of the neuron, as far as the evidence carries.
  public var verdict: Verdict { Verdict(state, evidence) }
}
