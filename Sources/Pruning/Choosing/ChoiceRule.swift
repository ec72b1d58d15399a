import NeuronPreferences

/// A condition on a neuron compared between two stages: `mass<0.5`, `q<=.05`, `state=forgotten`.
public struct ChoiceRule: Hashable, Sendable, CustomStringConvertible {
  /// What is looked at. Where stages have snapshots under a policy that neurons are judged on beside that of the method's
  /// counts, the fields of preferences and verdicts about them are taken from the former, all others from the latter.
  public enum Field: String, Sendable, CaseIterable {
    /// Activation mass at the later stage.
    case mass
    /// Activation mass at the earlier stage.
    case massA = "mass_a"
    /// Recorded occurrences at the later stage.
    case count
    /// Recorded occurrences at the earlier stage.
    case countA = "count_a"
    /// Distinct features preferred at the later stage.
    case length
    /// Distinct features preferred at the earlier stage.
    case lengthA = "length_a"
    /// Distance of the preferences.
    case hellinger
    /// Distance above what chance does.
    case excess
    /// Share of what chance would leave in common that is gone.
    case effect
    /// Wins a token at the later stage over those at the earlier.
    case winsRatio = "wins_ratio"
    /// Chance of such a distance.
    case p
    /// False discoveries up to there.
    case q
    /// What became of it: shared, forgotten, gained, never.
    case state
    /// Whether that can be relied on: ok, insufficient, displaced.
    case evidence
    /// What became of it as far as that was tested: moved, kept, lostwins, ...
    case verdict

    /// Whether it is about preferences rather than wins.
    var isOfPreferences: Bool { [.hellinger, .excess, .effect, .p, .q].contains(self) }
  }

  /// How it is compared.
  enum Comparison: String, CaseIterable {
    // Longer ones first, for they are looked for in this order.
    case atMost = "<="
    case atLeast = ">="
    case isNot = "!="
    case below = "<"
    case above = ">"
    case equal = "="
  }

  /// The condition as it was written, without spaces.
  public let description: String
  /// What is looked at.
  public let field: Field
  let comparison: Comparison
  let value: Value

  enum Value: Hashable {
    case number(Double)
    case state(TransferState)
    case evidence(Evidence)
    case verdict(Verdict)
  }

  /// Reads a condition.
  ///
  /// - Throws: ``PruningError/badRule(_:)``.
  public init(_ text: String) throws(PruningError) {
    let text = text.filter { $0 != " " }
    for comparison in Comparison.allCases {
      let parts = text.split(separator: comparison.rawValue, maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2 else { continue }
      guard let field = Field(rawValue: String(parts[0])) else { break }
      let isEquality = comparison == .equal || comparison == .isNot
      switch field {
      case .state:
        guard let state = TransferState(rawValue: String(parts[1])), isEquality else { throw .badRule(text) }
        value = .state(state)
      case .evidence:
        guard let evidence = Evidence(rawValue: String(parts[1])), isEquality else { throw .badRule(text) }
        value = .evidence(evidence)
      case .verdict:
        let verdict = Verdict.allCases.first { $0.rawValue.filter { $0 != " " } == parts[1] }
        guard let verdict, isEquality else { throw .badRule(text) }
        value = .verdict(verdict)
      default:
        guard let number = Double(parts[1]), number.isFinite else { throw .badRule(text) }
        value = .number(number)
      }
      description = text
      self.field = field
      self.comparison = comparison
      return
    }
    throw .badRule(text)
  }

  /// Whether it can be told only after a permutation test.
  public var needsTest: Bool { [.evidence, .excess, .effect, .winsRatio, .p, .q, .verdict].contains(field) }

  /// Whether it is looked up where preferences are judged rather than where wins are counted.
  public var isOfPreferences: Bool {
    if case .verdict(let verdict) = value { return !verdict.isOfWins }
    return field.isOfPreferences
  }

  /// Whether a neuron meets it. A neuron without that number doesn't.
  public func holds(_ compared: ComparedNeuron) -> Bool {
    let neuron = isOfPreferences ? compared.judged : compared.counted
    switch value {
    case .state(let state): return (neuron.state == state) == (comparison == .equal)
    case .evidence(let evidence): return (neuron.evidence == evidence) == (comparison == .equal)
    case .verdict(let verdict): return (neuron.verdict == verdict) == (comparison == .equal)
    case .number(let limit):
      guard let number = number(neuron) else { return false }
      return switch comparison {
      case .atMost: number <= limit
      case .atLeast: number >= limit
      case .isNot: number != limit
      case .below: number < limit
      case .above: number > limit
      case .equal: number == limit
      }
    }
  }

  private func number(_ neuron: NeuronTransfer) -> Double? {
    switch field {
    case .mass: neuron.massB
    case .massA: neuron.massA
    case .count: Double(neuron.countB)
    case .countA: Double(neuron.countA)
    case .length: Double(neuron.lengthB)
    case .lengthA: Double(neuron.lengthA)
    case .hellinger: neuron.hellinger
    case .excess: neuron.excess
    case .effect: neuron.effect?.value
    case .winsRatio: neuron.wins?.ratio
    case .p: neuron.p
    case .q: neuron.q
    case .state, .evidence, .verdict: nil
    }
  }
}
