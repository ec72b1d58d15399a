/// What became of a neuron between two stages, as far as the evidence carries.
public enum Verdict: String, Sendable, CaseIterable, Codable, CodingKeyRepresentable {
  /// It lost its wins, and has none left.
  case forgotten
  /// It lost most of its wins.
  case lostWins = "lost wins"
  /// It came to win, and had won nothing before.
  case gained
  /// It wins several times as often.
  case wonMore = "won more"
  /// Its preferences moved, beyond chance and by an effect above the bound of what counts.
  case moved
  /// Its preferences stayed what they were: its effect's interval lies below that bound. It transfers.
  case kept
  /// It won enough at both stages; whether it moved was not tested, or the test leaves it open.
  case shared
  /// It lost its wins, or came to them, while its own activation stayed what it was.
  case displaced
  /// Too few wins to say anything.
  case insufficient
  /// It won nothing at either.
  case never

  /// The verdict on a state that rests on this evidence, before anything is tested.
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
      state, Evidence(state: state, countA: countA, countB: countB, support: support, isDisplaced: false))
  }

  /// Whether the neuron won enough at both stages for its preferences to be compared.
  public var isComparable: Bool { [.moved, .kept, .shared].contains(self) }

  /// Whether it is about wins, which neurons must compete for: under a policy that asks each by itself none has it.
  public var isOfWins: Bool { isLoss || isGain || self == .displaced }

  /// Whether the neuron was dropped: it lost its wins, all or most of them.
  public var isLoss: Bool { self == .forgotten || self == .lostWins }

  /// Whether the neuron was taken up: it came to its wins, or to most of them.
  public var isGain: Bool { self == .gained || self == .wonMore }
}

extension Transfer {
  /// How many neurons have each verdict; every verdict is named.
  public var verdicts: [Verdict: Int] {
    var counts = Dictionary(uniqueKeysWithValues: Verdict.allCases.map { ($0, 0) })
    for neuron in neurons { counts[neuron.verdict, default: 0] += 1 }
    return counts
  }
}
